import type { Level } from "@/lib/policy/level";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { createInstance } from "@/lib/registry/instances/create-instance";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { makeHuman } from "./make-human";
import { makeServer } from "./make-server";
import type { World } from "./make-tenant";

/** Connects an instance of a new human to a new server: ceiling and consent are `level`, which is high unless said otherwise. */
export async function makeInstance(
  world: World,
  { agent = "claude-code", server = "linear", level = "high" }: { agent?: string; server?: string; level?: Level } = {},
): Promise<{ instance: InstanceView; token: string; human: HumanView }> {
  await makeServer(world, { key: server });
  const human = await makeHuman(world, { ceilings: { [server]: level } });
  const made = await createInstance(world.ctx("admin"), { human: human.key, agent, consents: [{ server, level }] });
  return { ...made, human };
}
