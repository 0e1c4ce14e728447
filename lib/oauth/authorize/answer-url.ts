import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";

/** Whom an answer of the authorization endpoint goes to. */
export type AnswerTo = { tenantSlug: string; redirectUri: string; state: string | null };

/** Never a place to send a browser with a code, whatever a registration said. */
const neverSchemes: ReadonlySet<string> = new Set(["javascript:", "data:", "vbscript:", "blob:", "file:", "about:"]);

/**
 * The redirect URI with the answer in its query: a code or an error, the client's `state` and always `iss` (RFC 6749 §4.1.2, RFC 9207
 * §2). What was registered stays as it is spelled, a query of its own included. Throws for a URI that no browser should be sent to.
 */
export function answerUrl({ tenantSlug, redirectUri, state }: AnswerTo, answer: Record<string, string>): string {
  if (neverSchemes.has(new URL(redirectUri).protocol))
    throw new Error("A redirect URI of a scheme that runs or reads.");
  const query = new URLSearchParams({
    ...answer,
    ...(state !== null && { state }),
    iss: absolute(paths.oauth(tenantSlug)),
  });
  return `${redirectUri}${redirectUri.includes("?") ? "&" : "?"}${query}`;
}
