import "server-only";
import { z } from "zod";
import { Reason } from "@/lib/audit/payload/erase-payload";
import { findLogged } from "@/lib/audit/payload/erase-payloads";
import { erasePersonal } from "@/lib/audit/payload/erase-personal";
import { write } from "@/lib/audit/write";
import { tenantClient } from "@/lib/db/tenant";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";

export const EraseHumanInput = z.strictObject({ reason: Reason });
export type EraseHumanInput = z.infer<typeof EraseHumanInput>;

/** `values`: how many names and e-mail addresses were erased. */
export type ErasedHuman = { human: string; values: number };

/**
 * Erases the name and e-mail address of a human from the whole log: events go on saying what was done under which key, their proofs
 * go on holding, and `[erased]` stands where a name was. Client addresses stay, they are shared. Leaves `human.erased`. A human who
 * is still in the registry is deleted there first, by whoever may: throws `conflict` until then, and where a legal hold keeps them;
 * `not_found` for a human whom the log does not know.
 */
export async function eraseHuman(ctx: Ctx, ref: string, { reason }: EraseHumanInput): Promise<ErasedHuman> {
  requireScope(ctx, "payloads:write");
  const human = await withinTenant(ctx.tenant.no, (sql) => findLogged(sql, ctx, ref));
  if ((await tenantClient(ctx.tenant.no).human.count({ where: { key: human.key } })) > 0)
    throw conflict("Delete the human first: as long as they are here, new events say their name again.");
  return write(ctx, async (tx, record) => {
    const values = await erasePersonal(tx, ctx, human.key);
    if (values === "held") throw conflict("A legal hold keeps what is on record of this human. Release it first.");
    if (values === 0) record.nothing("Nothing was left to erase.");
    else
      await record({
        type: "human.erased",
        resource: { type: "human", key: human.key, name: human.key },
        human: { key: human.key, name: null, email: null },
        refs: { human: { id: human.id, key: human.key } },
        details: { values, reason },
      });
    return { human: human.key, values };
  });
}
