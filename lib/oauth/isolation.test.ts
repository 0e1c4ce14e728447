import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { holdClock } from "@/lib/kernel/clock";
import { hashSecret } from "@/lib/kernel/keys";
import { checks } from "@/lib/policy/runs";
import type { HumanView } from "@/lib/registry/humans/human-view";
import { loadPrincipal } from "@/lib/registry/load-principal";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { connect, readBody, register, revoke, type Tokens, token } from "@/prisma/world/oauth-world";
import { readEvents } from "@/prisma/world/read-events";

const deeds = ["connect", "refresh", "five refreshes", "replay late", "revoke access", "revoke all"] as const;
type Deed = (typeof deeds)[number];

/** One connection of a human, and what a client that behaves would expect of it. */
type Held = {
  human: HumanView;
  first: string;
  tokens: Pick<Tokens, "access_token" | "refresh_token">;
  alive: boolean;
  access: boolean;
};

const refreshOf = async (world: World, client_id: string, refresh_token: string) =>
  token(world, { grant_type: "refresh_token", client_id, refresh_token });

/** Does one thing to a connection, and notes what should have come of it. */
async function act(world: World, client_id: string, held: Held, deed: Deed): Promise<void> {
  const before = held.tokens.refresh_token;
  if (deed === "refresh" || deed === "five refreshes") {
    const replies = await Promise.all(
      Array.from({ length: deed === "refresh" ? 1 : 5 }, () => refreshOf(world, client_id, before)),
    );
    for (const reply of replies) expect(reply.status).toBe(held.alive ? 200 : 400);
    const [one] = replies;
    if (!held.alive || !one) return;
    held.tokens = readBody(one) as Tokens;
    held.access = true;
  } else if (deed === "replay late") {
    const at = Date.now() + 600_000;
    const release = holdClock(() => at);
    const reply = await refreshOf(world, client_id, held.first).finally(release);
    // The first one is still the current one where nobody refreshed.
    if (held.alive && reply.status === 200) held.tokens = readBody(reply) as Tokens;
    else held.alive = false;
    held.access = held.alive;
  } else {
    const given = deed === "revoke access" ? held.tokens.access_token : before;
    expect((await revoke(world, { client_id, token: given })).status).toBe(200);
    held.access = false;
    if (deed === "revoke all") held.alive = false;
  }
}

test("whatever two humans do with one client_id, in whatever order, neither touches what is the other's", async () => {
  test.slow();
  const world = await makeTenant();
  await makeServer(world);
  const { client_id } = await register(world);
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 1 }), fc.constantFrom(...deeds)), {
    minLength: 3,
    maxLength: 8,
  });
  const look = async ({ tokens, human, alive, access }: Held) => {
    const found = await loadPrincipal({
      tenant: world.tenant.slug,
      tokenHash: hashSecret(tokens.access_token),
      server: "linear",
      tool: null,
    });
    if (!("found" in found)) throw new Error("A token is not known.");
    expect(found.found.human.key).toBe(human.key);
    expect(found.found.instance.status).toBe(alive ? "active" : "disconnected");
    expect(found.found.token.revoked).toBe(!access);
    return found.found.instance.id;
  };
  await fc.assert(
    fc.asyncProperty(steps, async (plan) => {
      const humans = [
        await makeHuman(world, { name: "Alice", ceilings: { linear: "high" } }),
        await makeHuman(world, { name: "Bob", ceilings: { linear: "low" } }),
      ];
      const join = async (human: HumanView): Promise<Held> => {
        const tokens = await connect(world, human, client_id);
        return { human, tokens, first: tokens.refresh_token, alive: true, access: true };
      };
      const all: Held[] = [];
      for (const human of humans) all.push(await join(human));
      for (const [who, deed] of plan) {
        const human = humans[who];
        const held = all.findLast((one) => one.human === human);
        if (!human || !held) continue;
        if (deed === "connect") all.push(await join(human));
        else await act(world, client_id, held, deed);
        // Not only the one that was acted on: each of them, every time.
        const instances = await Promise.all(all.map(look));
        expect(new Set(instances).size).toBe(all.length);
      }
      for (const human of humans) {
        const events = await readEvents(world, { human: [human.key], type: ["agent.disconnected", "token.revoked"] });
        expect(events.every((event) => event.human?.key === human.key)).toBe(true);
        const ended = all.filter((one) => one.human === human && !one.alive).length;
        expect(events.filter((event) => event.type === "agent.disconnected")).toHaveLength(ended);
      }
    }),
    checks(6, 200),
  );
});
