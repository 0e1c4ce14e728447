import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";

/** The issuer of a tenant (RFC 8414 §2): what `iss` says in tokens and in every redirect. */
export const issuerOf = (tenantSlug: string): string => absolute(paths.oauth(tenantSlug));

/**
 * The resource URL (RFC 8707 §2, RFC 9728 §1.2) of an audience: of one server by its key, of the whole tenant for null. What
 * `aud` says in access tokens, byte-equal to the URL that a person types into a client.
 */
export const resourceUrl = (tenantSlug: string, audience: string | null): string =>
  absolute(audience === null ? paths.mcp(tenantSlug) : paths.mcp(tenantSlug, audience));

/**
 * The audience behind a resource URL of this tenant; undefined for any other URL, another tenant's too. The case of the host
 * and one trailing slash are forgiven. Whether there is such a server is not looked at.
 */
export function readResource(tenantSlug: string, url: string): { audience: string | null } | undefined {
  if (!URL.canParse(url)) return undefined;
  const asked = new URL(url);
  const whole = new URL(resourceUrl(tenantSlug, null));
  if (asked.origin !== whole.origin || asked.search !== "" || url.includes("#")) return undefined;
  if (asked.username !== "" || asked.password !== "") return undefined;
  const path = asked.pathname.endsWith("/") ? asked.pathname.slice(0, -1) : asked.pathname;
  if (path === whole.pathname) return { audience: null };
  if (!path.startsWith(`${whole.pathname}/`)) return undefined;
  const key = path.slice(whole.pathname.length + 1);
  if (key === "" || key.includes("/")) return undefined;
  try {
    return { audience: decodeURIComponent(key) };
  } catch {
    return undefined;
  }
}
