import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { getInstance } from "@/lib/registry/instances/get-instance";
import type { InstanceView } from "@/lib/registry/instances/instance-view";

/** The instance of a URL. One that belongs to another agent than the URL says is not found. */
export async function getInstanceOf(ctx: Ctx, agent: string, id: string): Promise<InstanceView> {
  const instance = await getInstance(ctx, id);
  if (instance.agent.slug !== agent) throw notFound(`The instance "${id}"`);
  return instance;
}
