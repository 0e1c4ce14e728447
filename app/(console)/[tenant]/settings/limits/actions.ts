"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";
import { deleteLimit } from "@/lib/registry/limits/delete-limit";
import { PutLimitInput, putLimit } from "@/lib/registry/limits/put-limit";

export const putLimitAction = action({
  may: "tenant:write",
  input: PutLimitInput,
  run: putLimit,
  refresh: paths.limits,
});

export const deleteLimitAction = action({
  may: "tenant:write",
  input: z.object({ limit: z.string().min(1).max(100) }),
  run: (ctx, { limit }) => deleteLimit(ctx, limit),
  refresh: paths.limits,
});
