import "server-only";
import { z } from "zod";
import { getEvent } from "@/lib/audit/query";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { requireHuman } from "../humans/require-human";
import { instanceParts } from "../instances/instance-view";
import { setSuspension } from "../instances/set-suspension";
import { aboutReport, type ReportView, reportParts, toReportView } from "./report-view";

export const CreateReportInput = z.strictObject({
  /** `evt_…`, of something under the human's own authority. */
  event: z.string().min(1).max(100),
  text: z.string().trim().max(1000).default(""),
});
export type CreateReportInput = z.input<typeof CreateReportInput>;

/**
 * The human says of an event under their authority that it should not have happened. The instance that did it is paused in the same
 * transaction, and only they can resume it. Saying it again changes nothing while it is open, and opens it again once it was resolved.
 * Throws `not_found` for an event of anybody else.
 */
export async function createReport(ctx: Ctx, input: CreateReportInput): Promise<ReportView> {
  const { id: humanId } = requireHuman(ctx);
  const { event: eventId, text } = CreateReportInput.parse(input);
  // Finds the human's own events only.
  const event = await getEvent(ctx, eventId);
  return write(ctx, async (tx, record) => {
    const instance = event.instance
      ? await tx.instance.findFirst({ where: { id: event.instance.id, humanId }, include: instanceParts })
      : null;
    const isPaused =
      instance !== null &&
      instance.status !== "disconnected" &&
      (await setSuspension(tx, record, instance, { side: "human", status: "suspended" }));

    const of = { humanId, eventId: event.id };
    const known = await tx.report.findFirst({ where: of, include: reportParts });
    if (known && known.resolvedAt === null) {
      if (!isPaused) record.nothing("It was reported before, and is open.");
      return toReportView(known);
    }
    const row = known
      ? await tx.report.update({
          where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: known.id } },
          data: { text, createdAt: now(), resolvedAt: null, resolvedBy: null },
          include: reportParts,
        })
      : await tx.report.create({
          data: { tenantNo: ctx.tenant.no, id: newId("report"), ...of, instanceId: instance?.id ?? null, text },
          include: reportParts,
        });
    await record({
      type: "report.created",
      ...aboutReport(row),
      server: event.server,
      details: { report: row.id, event: event.id, text },
    });
    return toReportView(row);
  });
}
