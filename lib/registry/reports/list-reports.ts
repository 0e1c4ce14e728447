import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type ReportView, reportParts, toReportView } from "./report-view";

export const ListReportsInput = z.strictObject({ state: z.enum(["open", "resolved"]).optional(), ...pageInput });
export type ListReportsInput = z.infer<typeof ListReportsInput>;

/** What humans of the tenant have reported, the newest first: all, or those that are open, or resolved. */
export async function listReports(
  ctx: Ctx,
  { state, limit, cursor }: ListReportsInput = {},
): Promise<Page<ReportView>> {
  requireScope(ctx, "events:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).report.findMany({
    where: {
      ...(state !== undefined && { resolvedAt: state === "open" ? null : { not: null } }),
      ...(after !== undefined && { id: { lt: after } }),
    },
    include: reportParts,
    orderBy: { id: "desc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toReportView);
}
