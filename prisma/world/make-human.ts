import type { Level } from "@/lib/policy/level";
import { putGrant } from "@/lib/registry/grants/put-grant";
import { createHuman } from "@/lib/registry/humans/create-human";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { unique, type World } from "./make-tenant";

/** Adds a human, with the ceilings given by server key. */
export async function makeHuman(
  world: Pick<World, "ctx">,
  {
    subject = `alice-${unique()}`,
    name = "Alice Archer",
    ceilings = {},
    groups = [],
  }: {
    subject?: string;
    name?: string;
    ceilings?: Record<string, Level>;
    groups?: string[];
  } = {},
): Promise<HumanView> {
  const ctx = world.ctx("admin");
  const human = await createHuman(ctx, { email: `${subject}@people.example`, name, subject, groups });
  for (const [server, ceiling] of Object.entries(ceilings)) await putGrant(ctx, { human: human.key, server, ceiling });
  return human;
}
