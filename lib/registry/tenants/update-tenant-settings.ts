import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { BuiltInTools, builtInTools, TenantName, type TenantSettings, toTenantSettings } from "./tenant-settings";

export const UpdateTenantSettingsInput = z.object({
  name: TenantName.optional(),
  /** Those that are named are switched; the others stay as they are. */
  builtInTools: BuiltInTools.partial().optional(),
});
export type UpdateTenantSettingsInput = z.infer<typeof UpdateTenantSettingsInput>;

/**
 * Changes the tenant's name, or which of the gateway's own tools are on at `/mcp/{tenant}`. Its slug, and with it every address and token,
 * stays. Acts on the next request in every process. Throws `forbidden` without `tenant:write`.
 */
export async function updateTenantSettings(ctx: Ctx, input: UpdateTenantSettingsInput): Promise<TenantSettings> {
  requireScope(ctx, "tenant:write");
  const { no, slug } = ctx.tenant;
  return write(ctx, async (tx, record) => {
    await tx.$queryRaw`SELECT 1 FROM tenant WHERE no = ${no} FOR NO KEY UPDATE`;
    const row = await tx.tenant.findUniqueOrThrow({ where: { no }, include: { organization: true } });
    const settings = toTenantSettings(row);
    const before = { name: settings.name, ...settings.builtInTools };
    const after = { ...before };
    if (input.name !== undefined) after.name = input.name;
    for (const tool of builtInTools) after[tool] = input.builtInTools?.[tool] ?? before[tool];
    const fields = (["name", ...builtInTools] as const).filter((field) => before[field] !== after[field]);
    if (fields.length === 0) {
      record.nothing("The environment already was as asked.");
      return settings;
    }
    const changed = await tx.tenant.update({
      where: { no },
      data: { name: after.name, builtInOff: builtInTools.filter((tool) => !after[tool]) },
      include: { organization: true },
    });
    const pick = (from: typeof before) => Object.fromEntries(fields.map((field) => [field, from[field]]));
    await record({
      type: "tenant.updated",
      resource: { type: "tenant", key: slug, name: after.name },
      refs: { resource: { id: `tenant:${no}`, key: slug } },
      changes: { before: pick(before), after: pick(after) },
    });
    return toTenantSettings(changed);
  });
}
