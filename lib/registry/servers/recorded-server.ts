import { mask, maskShapes, redact } from "@/lib/audit/redact";
import type { Server } from "@/lib/db/rows";
import { toServerView } from "./server-view";

/** A server as the `before` and `after` of its events say it: what an admin sees of it, never its credentials. */
export function recordedServer(row: Server) {
  const { key, name, description, auth, enabled, tags, enforceSchema, timeoutSeconds, forbids, era, protocolVersion } =
    toServerView(row, 0);
  return {
    key,
    name,
    description,
    url: recordedUrl(row.url),
    auth,
    enabled,
    tags,
    enforceSchema,
    timeoutSeconds,
    forbids,
    era,
    protocolVersion,
  };
}

/** A URL without the credentials that some servers take in their address. */
export function recordedUrl(text: string): string {
  const url = new URL(text);
  const masked = [...url.searchParams].map(([name, value]): [string, string] =>
    isSecret(name, value) ? [name, "masked"] : [name, value],
  );
  if (masked.every(([, value]) => value !== "masked")) return maskShapes(text);
  url.search = new URLSearchParams(masked).toString();
  return maskShapes(url.href);
}

const isSecret = (name: string, value: string): boolean =>
  /^(key|sig|signature|code)$/i.test(name) || redact({ [name]: value }).paths.length > 0 || value.includes(mask);
