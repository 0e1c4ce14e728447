import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import type { HumanView } from "@/lib/registry/humans/human-view";
import type { World } from "./make-tenant";

/** A human asking on their own behalf, as the pages of `/me` and of consent do. */
export const humanCtx = (
  { tenant }: Pick<World, "tenant">,
  { id, key, email, name }: Pick<HumanView, "id" | "key" | "email" | "name">,
): Ctx => ({
  tenant,
  actor: { type: "human", id, key, email, name },
  scopes: [],
  surface: "console",
  requestId: newId("request"),
  ip: "192.0.2.8",
  userAgent: "test",
});
