import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getHumanRow } from "../humans/find-human-row";
import { getInstanceRow } from "../instances/get-instance-row";
import { type Page, pageInput, readPairCursor, toPage, toTake } from "../internal/page";
import { getServerRow } from "../servers/find-server-row";
import { type ConsentView, consentParts, toConsentView } from "./consent-view";

export const ListConsentsInput = z.strictObject({
  instance: z.string().min(1).max(100).optional(),
  server: z.string().min(1).max(100).optional(),
  human: z.string().min(1).max(300).optional(),
  ...pageInput,
});
export type ListConsentsInput = z.infer<typeof ListConsentsInput>;

/** Consents, all or those of one instance, one server, one human; expired ones too. Throws `not_found` for what is nobody's here. */
export async function listConsents(
  ctx: Ctx,
  { instance, server, human, limit, cursor }: ListConsentsInput = {},
): Promise<Page<ConsentView>> {
  requireScope(ctx, "consents:read");
  const db = tenantClient(ctx.tenant.no);
  const after = readPairCursor(cursor);
  const rows = await db.consent.findMany({
    where: {
      ...(instance === undefined ? {} : { instanceId: (await getInstanceRow(db, instance)).id }),
      ...(server === undefined ? {} : { serverId: (await getServerRow(db, server)).id }),
      ...(human === undefined ? {} : { instance: { humanId: (await getHumanRow(db, human)).id } }),
      ...(after && { OR: [{ instanceId: { gt: after[0] } }, { instanceId: after[0], serverId: { gt: after[1] } }] }),
    },
    include: consentParts,
    orderBy: [{ instanceId: "asc" }, { serverId: "asc" }],
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.instanceId, row.serverId], toConsentView);
}
