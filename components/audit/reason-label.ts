import { decisionReasons, refusalReasons } from "@/lib/audit/catalog/reasons";
import type { AuditEvent } from "@/lib/audit/event";

const labels: ReadonlyMap<string, string> = new Map(
  Object.entries({ ...decisionReasons, ...refusalReasons }).map(([code, { label }]) => [code, label]),
);

/** A reason in a few words; one of another version by its own text. */
export const toReasonLabel = ({ code, text }: NonNullable<AuditEvent["reason"]>): string => labels.get(code) ?? text;
