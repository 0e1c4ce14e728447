import { StopPanel } from "@/components/agents/stop-panel";
import type { Ctx } from "@/lib/kernel/ctx";
import { hasScope } from "@/lib/kernel/scope";
import { measureStop, type StopOf as Of } from "@/lib/registry/instances/measure-stop";

/** What the stop of an instance, an agent, a human or a server has done. Nothing where none is in force. */
export async function StopOf({ ctx, of }: { ctx: Ctx; of: Of }) {
  if (!hasScope(ctx.scopes, "events:read")) return null;
  const stop = await measureStop(ctx, of);
  return stop ? <StopPanel tenant={ctx.tenant.slug} stop={stop} /> : null;
}
