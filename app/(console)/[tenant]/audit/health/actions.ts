"use server";

import { z } from "zod";
import { verifyLog } from "@/lib/audit/proof/verify-log";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";

/** How long a verification first waits for the sealer, so that the newest events are in it. */
const waitMs = 2_000;

export const verifyLogAction = action({
  may: "checkpoints:read",
  input: z.object({}),
  run: async (ctx) => (await verifyLog(ctx, { waitMs })).ok,
  refresh: paths.logHealth,
});
