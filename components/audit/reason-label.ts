import type { AuditEvent } from "@/lib/audit/event";

/** A reason's code as words: `TRUST_TOO_LOW` is "Trust too low". The catalogue's labels stay on the server, with all that they explain. */
export function toReasonLabel({ code }: NonNullable<AuditEvent["reason"]>): string {
  const words = code.toLowerCase().replaceAll("_", " ");
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
