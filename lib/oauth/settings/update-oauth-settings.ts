import "server-only";
import type { z } from "zod";
import { write } from "@/lib/audit/write";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { loadSettings, OAuthSettings } from "./oauth-settings";

export const UpdateOAuthSettingsInput = OAuthSettings.partial();
export type UpdateOAuthSettingsInput = z.infer<typeof UpdateOAuthSettingsInput>;

/**
 * Changes what is given. Clients that are registered already stay; whether their redirect URIs are still admitted is looked
 * at with the next authorization. Tokens that are out keep the time that they were made with.
 */
export async function updateOAuthSettings(ctx: Ctx, input: UpdateOAuthSettingsInput): Promise<OAuthSettings> {
  requireScope(ctx, "tenant:write");
  return write(ctx, async (tx, record) => {
    await tx.$queryRaw`SELECT 1 FROM tenant WHERE no = ${ctx.tenant.no} FOR NO KEY UPDATE`;
    const before = await loadSettings(ctx.tenant.no, tx);
    const after = OAuthSettings.parse({ ...before, ...given(input) });
    after.admitted = [...new Set(after.admitted)].sort();
    const fields = OAuthSettings.keyof().options.filter((f) => canonicalJson(before[f]) !== canonicalJson(after[f]));
    if (fields.length === 0) {
      record.nothing("Every setting already had the value given.");
      return before;
    }
    await tx.oAuthSettings.upsert({
      where: { tenantNo: ctx.tenant.no },
      create: { tenantNo: ctx.tenant.no, ...after },
      update: after,
    });
    const pick = (from: OAuthSettings) => Object.fromEntries(fields.map((field) => [field, from[field]]));
    await record({
      type: "tenant.updated",
      resource: { type: "tenant", key: ctx.tenant.slug, name: ctx.tenant.slug },
      changes: { before: pick(before), after: pick(after) },
    });
    return after;
  });
}

const given = (input: UpdateOAuthSettingsInput): Partial<OAuthSettings> =>
  // safe because only fields without a value are left out
  Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined)) as Partial<OAuthSettings>;
