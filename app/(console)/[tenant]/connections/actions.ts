"use server";

import { z } from "zod";
import { disconnectConnection } from "@/lib/connections/disconnect-connection";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";

export const disconnectConnectionAction = action({
  may: "connections:write",
  input: z.object({ connection: z.string().min(1).max(100) }),
  run: (ctx, { connection }) => disconnectConnection(ctx, connection),
  refresh: paths.connections,
});
