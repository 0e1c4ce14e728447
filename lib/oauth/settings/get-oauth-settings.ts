import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { loadSettings, type OAuthSettings } from "./oauth-settings";

/** How the tenant's authorization server behaves. */
export async function getOAuthSettings(ctx: Ctx): Promise<OAuthSettings> {
  requireScope(ctx, "tenant:read");
  return loadSettings(ctx.tenant.no);
}
