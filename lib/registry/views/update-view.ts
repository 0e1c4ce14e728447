import "server-only";
import { z } from "zod";
import { toEventActor, write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { changed } from "../internal/changed";
import { uniquely } from "../internal/uniquely";
import { findOwnView } from "./find-own-view";
import { nameTaken } from "./limits";
import { type SavedViewView, toSavedViewView, viewChanged } from "./saved-view";
import { toKeptQuery, viewFields } from "./view-input";

export const UpdateViewInput = z.strictObject(viewFields).partial();
export type UpdateViewInput = z.infer<typeof UpdateViewInput>;

/**
 * Renames a view, gives it another search, shares it or takes it back. Throws `not_found`, `invalid` for a search that is not
 * understood, `conflict` for a name that is taken, `forbidden` for what others see without tenant:write.
 */
export async function updateView(ctx: Ctx, id: string, input: UpdateViewInput): Promise<SavedViewView> {
  requireScope(ctx, "events:read");
  if (input.shared) requireScope(ctx, "tenant:write");
  const query = input.query === undefined ? undefined : toKeptQuery(input.query);
  const asker = toEventActor(ctx.actor).key;
  return write(ctx, async (tx, record) => {
    const before = await findOwnView(tx, ctx, id);
    const { name, shared } = before;
    const data = changed({ name, query: before.query, shared }, { ...input, query });
    if (Object.keys(data).length === 0) {
      record.nothing("Nothing would change.");
      return toSavedViewView(before, asker);
    }
    const after = await uniquely(
      tx.savedView.update({ where: { tenantNo_id: { tenantNo: ctx.tenant.no, id } }, data }),
      nameTaken(input.name ?? name),
    );
    const event = viewChanged(before, after);
    if (event) await record(event);
    else record.nothing("A private view concerns nobody but its owner.");
    return toSavedViewView(after, asker);
  });
}
