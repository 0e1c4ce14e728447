import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { readResource } from "../resource";

/**
 * The audience of an access token, where the grant is bound to one (RFC 8707 §2.2): a token may be asked for less, never for
 * more. Undefined where `resources` ask for something else.
 */
export function narrowAudience(
  { tenant }: Ctx,
  bound: string | null,
  resources: readonly string[],
): { audience: string | null } | undefined {
  const asked = resources.map((url) => readResource(tenant.slug, url));
  const audiences = new Set(asked.map((found) => (found ? found.audience : undefined)));
  const [audience = null, ...more] = audiences;
  if (more.length > 0 || audiences.has(undefined)) return undefined;
  // Who bound the grant to one server and names the whole tenant, or nothing, gets the one server.
  if (audience === null) return { audience: bound };
  return bound === null || bound === audience ? { audience } : undefined;
}
