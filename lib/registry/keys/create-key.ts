import "server-only";
import { z } from "zod";
import { toEventActor, write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError, invalid } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { isScope, requireScope } from "@/lib/kernel/scope";
import { aboutKey } from "./key-view";

export const CreateKeyInput = z.strictObject({
  name: z.string().trim().min(1).max(80),
  /** `<resource>:read`, `<resource>:write` or `*`. */
  scopes: z.array(z.string().max(50)).min(1, "A key needs at least one scope.").max(100),
});
export type CreateKeyInput = z.infer<typeof CreateKeyInput>;

/**
 * Makes an API key of the tenant. The key is returned this once and stored as a hash.
 * Throws `invalid` for a scope that does not exist, `forbidden` for one that whoever asks does not have.
 */
export async function createKey(
  ctx: Ctx,
  input: CreateKeyInput,
): Promise<{ id: string; key: string; scopes: string[] }> {
  requireScope(ctx, "keys:write");
  const scopes = [...new Set(input.scopes)];
  refuseUnknown(input.scopes);
  refuseBeyond(ctx, input.scopes);
  const key = newSecret("csk");
  const row = await write(ctx, async (tx, record) => {
    const made = await tx.apiKey.create({
      data: {
        tenantNo: ctx.tenant.no,
        id: newId("key"),
        name: input.name,
        hash: new Uint8Array(hashSecret(key)),
        hint: key.slice(-4),
        scopes,
        createdBy: toEventActor(ctx.actor).key,
      },
    });
    await record({
      type: "key.created",
      ...aboutKey(made),
      changes: { before: null, after: { name: made.name, scopes, hint: made.hint } },
    });
    return made;
  });
  return { id: row.id, key, scopes };
}

function refuseUnknown(scopes: readonly string[]): void {
  const issues = scopes.flatMap((scope, index) =>
    isScope(scope) ? [] : [{ path: `scopes.${index}`, message: `"${scope}" is not a scope.` }],
  );
  const [first] = issues;
  if (first) throw invalid(first.message, issues);
}

/** A key would otherwise be a way to more than its maker may do. */
function refuseBeyond(ctx: Ctx, scopes: readonly string[]): void {
  const issues = scopes.flatMap((scope, index) =>
    ctx.scopes.includes("*") || ctx.scopes.includes(scope)
      ? []
      : [{ path: `scopes.${index}`, message: `You do not have the permission ${scope} and cannot give it to a key.` }],
  );
  const [first] = issues;
  if (first) throw new HouseError("forbidden", first.message, { issues });
}
