import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";

/** The gateway itself as the one who changes something: a token was renewed or refused, nobody asked for it. */
export const gatewayCtx = (tenant: Ctx["tenant"], scopes: readonly string[] = []): Ctx => ({
  tenant,
  actor: { type: "system", id: "gateway", name: "Gateway" },
  scopes,
  surface: "mcp",
  requestId: newId("request"),
  ip: null,
  userAgent: null,
});
