import "server-only";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch, toolCallTypes } from "@/lib/audit/search";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireHuman } from "../humans/require-human";
import { type InstanceRow, type InstanceView, instanceParts, toInstanceView } from "../instances/instance-view";
import { getMyInstanceRow } from "./get-my-instance-row";

/** An agent that acts for the human who asks. */
export type MyInstanceView = InstanceView & {
  /** Its newest call, allowed or not. */
  lastCallAt: string | null;
};

/** Most agents that one page shows. */
const shownMax = 100;

/** The human's own instances that are connected, the newest first, at most a hundred. Throws `forbidden` for whoever is no human. */
export async function listMyInstances(ctx: Ctx): Promise<MyInstanceView[]> {
  const { id: humanId } = requireHuman(ctx);
  const rows = await tenantClient(ctx.tenant.no).instance.findMany({
    where: { humanId, status: { not: "disconnected" } },
    include: instanceParts,
    orderBy: { id: "desc" },
    take: shownMax,
  });
  return Promise.all(rows.map((row) => withLastCall(ctx, row)));
}

/** One of them, also where it was disconnected. Throws `not_found` for anybody else's. */
export async function getMyInstance(ctx: Ctx, id: string): Promise<MyInstanceView> {
  return withLastCall(ctx, await getMyInstanceRow(tenantClient(ctx.tenant.no), ctx, id));
}

async function withLastCall(ctx: Ctx, row: InstanceRow): Promise<MyInstanceView> {
  const search = { ...emptySearch(), type: [...toolCallTypes], instance: [row.id], limit: 1 };
  const { items } = await queryAudit(ctx, search);
  return { ...toInstanceView(row), lastCallAt: items[0]?.occurredAt ?? null };
}
