import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireHuman } from "../humans/require-human";
import { type ReportView, reportParts, toReportView } from "../reports/report-view";

/** What the human who asks has reported, the newest first, at most a hundred. Throws `forbidden` for whoever is no human. */
export async function listMyReports(ctx: Ctx): Promise<ReportView[]> {
  const { id: humanId } = requireHuman(ctx);
  const rows = await tenantClient(ctx.tenant.no).report.findMany({
    where: { humanId },
    include: reportParts,
    orderBy: { id: "desc" },
    take: 100,
  });
  return rows.map(toReportView);
}
