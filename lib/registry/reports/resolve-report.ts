import "server-only";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { aboutReport, type ReportView, reportParts, toReportView } from "./report-view";

/**
 * Says that a report was dealt with. The instance stays as it is: its human has paused it and resumes it. Resolving twice is
 * resolving once. Throws `not_found`.
 */
export async function resolveReport(ctx: Ctx, id: string): Promise<ReportView> {
  requireScope(ctx, "instances:write");
  return write(ctx, async (tx, record) => {
    const { count } = await tx.report.updateMany({
      where: { id, resolvedAt: null },
      data: { resolvedAt: now(), resolvedBy: "key" in ctx.actor ? ctx.actor.key : ctx.actor.id },
    });
    const row = await tx.report.findFirst({ where: { id }, include: reportParts });
    if (!row) throw notFound(`The report "${id}"`);
    if (count === 0) record.nothing("It was resolved before.");
    else
      await record({
        type: "report.resolved",
        ...aboutReport(row),
        details: { report: row.id, event: row.eventId },
      });
    return toReportView(row);
  });
}
