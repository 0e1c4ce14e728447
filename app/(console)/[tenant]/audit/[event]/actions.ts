"use server";

import { z } from "zod";
import { ErasePayloadInput, erasePayload } from "@/lib/audit/payload/erase-payload";
import { action } from "@/lib/console/action";
import { paths } from "@/lib/kernel/paths";

export const erasePayloadAction = action({
  may: "payloads:write",
  input: ErasePayloadInput.extend({ event: z.string().min(1).max(100), confirm: z.string() }).refine(
    ({ confirm }) => confirm === "erase",
    { path: ["confirm"], message: "Type erase." },
  ),
  run: (ctx, { event, reason }) => erasePayload(ctx, event, { reason }),
  refresh: (tenant, { event }) => paths.event(tenant, event),
});
