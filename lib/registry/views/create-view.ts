import "server-only";
import { z } from "zod";
import { toEventActor, write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { uniquely } from "../internal/uniquely";
import { nameTaken, viewsMax } from "./limits";
import { type SavedViewView, toSavedViewView, viewChanged } from "./saved-view";
import { toKeptQuery, viewFields } from "./view-input";

export const CreateViewInput = z.strictObject({ ...viewFields, shared: viewFields.shared.optional() });
export type CreateViewInput = z.infer<typeof CreateViewInput>;

/**
 * Gives a search of the log a name: for oneself, or for everybody who reads the log. Throws `invalid` for a search that is not
 * understood, `conflict` for a name that one has used, `forbidden` for sharing without tenant:write.
 */
export async function createView(ctx: Ctx, { name, query, shared = false }: CreateViewInput): Promise<SavedViewView> {
  requireScope(ctx, "events:read");
  if (shared) requireScope(ctx, "tenant:write");
  const kept = toKeptQuery(query);
  const owner = toEventActor(ctx.actor).key;
  return write(ctx, async (tx, record) => {
    if ((await tx.savedView.count({ where: { owner } })) >= viewsMax)
      throw conflict(`You have ${viewsMax} views. Delete one first.`);
    const row = await uniquely(
      tx.savedView.create({ data: { tenantNo: ctx.tenant.no, id: newId("view"), owner, name, query: kept, shared } }),
      nameTaken(name),
    );
    const event = viewChanged(null, row);
    if (event) await record(event);
    else record.nothing("A private view concerns nobody but its owner.");
    return toSavedViewView(row, owner);
  });
}
