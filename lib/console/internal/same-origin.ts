import "server-only";
import { publicUrl } from "@/lib/kernel/env";

/**
 * Whether a page of ours sent this request. A browser says so itself and no page can make it lie: Sec-Fetch-Site where it
 * sends one (https and localhost), else Origin. A request that says neither comes from no browser that matters, and a
 * session cookie has no business in it.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin";
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  return origin === new URL(publicUrl()).origin || new URL(origin).host === headers.get("host");
}
