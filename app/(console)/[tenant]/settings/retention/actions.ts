"use server";

import { z } from "zod";
import { getRetention } from "@/lib/audit/retention/get-retention";
import { PlaceHoldInput, placeHold } from "@/lib/audit/retention/place-hold";
import { previewRetention, type RetentionPreview } from "@/lib/audit/retention/preview-retention";
import { releaseHold } from "@/lib/audit/retention/release-hold";
import { UpdateRetentionInput, updateRetention } from "@/lib/audit/retention/update-retention";
import { action } from "@/lib/console/action";
import { invalid, isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";

/** What came of a form of retention: it is in force, or events would go and it wants to be pressed again. */
export type RetentionAnswer = { days: number; payloadDays: number; wouldGo?: RetentionPreview };

export const updateRetentionAction = action({
  may: "tenant:write",
  // Days that were seen to take events away, and are meant all the same.
  input: UpdateRetentionInput.extend({ sure: z.coerce.number().int().optional() }),
  run: async (ctx, { sure, ...input }): Promise<RetentionAnswer> => {
    const { days, payloadDays } = input;
    if (sure !== days && days < (await getRetention(ctx)).days) {
      const wouldGo = await previewRetention(ctx, { days });
      if (wouldGo.events > 0) return { days, payloadDays, wouldGo };
    }
    await updateRetention(ctx, input);
    return { days, payloadDays };
  },
  refresh: paths.retention,
});

/** A day in UTC, as a date field gives it. */
const Day = z.iso
  .date()
  .transform((day) => `${day}T00:00:00.000Z`)
  .or(z.literal("").transform(() => undefined))
  .optional();

export const placeHoldAction = action({
  may: "tenant:write",
  input: z
    .object({
      reason: PlaceHoldInput.shape.reason,
      of: z.enum(["everything", "human", "agent", "server"]),
      name: z.string().trim().max(254).default(""),
      from: Day,
      to: Day,
    })
    .refine(({ of, name }) => (of === "everything") === (name === ""), {
      path: ["name"],
      message: "Say whom or what it holds; leave this empty for everything.",
    }),
  run: (ctx, { of, name, ...rest }) =>
    placeHold(ctx, { ...rest, ...(of === "everything" ? {} : { [of]: name }) }).catch((error: unknown) => {
      // The form has one field for whatever is named.
      if (!isHouseError(error) || error.code !== "invalid") throw error;
      throw invalid(
        error.message,
        error.issues.map((issue) => (issue.path === of ? { ...issue, path: "name" } : issue)),
      );
    }),
  refresh: paths.retention,
});

export const releaseHoldAction = action({
  may: "tenant:write",
  input: z.object({ hold: z.string().min(1).max(100) }),
  run: (ctx, { hold }) => releaseHold(ctx, hold),
  refresh: paths.retention,
});
