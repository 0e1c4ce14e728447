import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { now, nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { offeredTools } from "../consents/covered-tools";
import { lockConsent } from "../consents/lock-consent";
import { storeTerms } from "../consents/store-terms";
import { type InstanceView, toInstanceView } from "../instances/instance-view";
import { getMyInstanceRow } from "./get-my-instance-row";

export const timeBoxes = ["1h", "4h", "today", "30d"] as const;
export type TimeBox = (typeof timeBoxes)[number];

export const TimeBoxInput = z.strictObject({ instance: z.string().min(1).max(100), ends: z.enum(timeBoxes) });
export type TimeBoxInput = z.infer<typeof TimeBoxInput>;

const hourMs = 3_600_000;

/** `today`: the coming midnight in UTC. */
function endOf(ends: TimeBox): Date {
  if (ends !== "today") return new Date(nowMs() + { "1h": 1, "4h": 4, "30d": 720 }[ends] * hourMs);
  const day = now();
  return new Date(Date.UTC(day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate() + 1));
}

/**
 * Lets every consent of an agent of the human who asks end then at the latest: one that ends sooner stays as it is, so that this never
 * gives anything. Throws `not_found` for anybody else's agent, `conflict` for a disconnected one.
 */
export async function timeBoxMyInstance(ctx: Ctx, { instance: id, ends }: TimeBoxInput): Promise<InstanceView> {
  return write(ctx, async (tx, record) => {
    const instance = await getMyInstanceRow(tx, ctx, id);
    if (instance.status === "disconnected") throw conflict("This agent is disconnected. Connect it anew.");
    const expiresAt = endOf(ends);
    record.nothing("Every consent ends sooner.");
    for (const { server } of instance.consents) {
      const before = await lockConsent(tx, ctx, { instance, server });
      if (!before || (before.expiresAt !== null && before.expiresAt <= expiresAt)) continue;
      const { level, excludedTools } = before;
      await storeTerms(tx, record, before, { level, expiresAt, excludedTools }, await offeredTools(tx, server.id));
    }
    return toInstanceView(await getMyInstanceRow(tx, ctx, id));
  });
}
