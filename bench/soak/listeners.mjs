/**
 * Agents that listen, in both eras, while an admin takes a tool off the list and puts it back: each change must reach each of
 * them. One in five goes away without a word and comes back, so that streams end in every way there is.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { connectV2 } from "../../scripts/demo/mcp-clients.mjs";

const LISTENERS = 10;
const EVERY_MS = 10_000;
const ARRIVES_MS = 5_000;

export async function startListeners({ target, fail }) {
  const { url, headers } = target.endpoint("mcp");
  const token = headers.authorization.slice("Bearer ".length);
  let changes = 0;
  let told = 0;
  let returned = 0;
  let stopped = false;

  const listen = async (index) => {
    const one = { told: 0 };
    const agent = await connectV2(url, token, index % 2 === 0 ? "legacy" : "modern", {
      onToolsChanged: () => {
        one.told += 1;
        told += 1;
      },
    });
    await agent.client.listTools();
    return Object.assign(one, { agent });
  };
  const listeners = await Promise.all(Array.from({ length: LISTENERS }, (_, index) => listen(index)));
  // A stream is open a moment after its client thinks that it is connected.
  await sleep(1_000);

  async function change() {
    const before = listeners.map((one) => one.told);
    await target.api("PATCH", "servers/fast/tools/sleep", { enabled: changes % 2 === 1 });
    changes += 1;
    const everybodyKnows = () => listeners.every((one, index) => one.told > before[index]);
    for (const end = performance.now() + ARRIVES_MS; !everybodyKnows() && performance.now() < end; ) await sleep(50);
    if (!everybodyKnows()) fail("a change of the list did not reach everybody who listened");
    await Promise.all(listeners.map(({ agent }) => agent.client.listTools()));
    const index = (changes * 3) % LISTENERS;
    await listeners[index].agent.client.close().catch(() => {});
    listeners[index] = await listen(index);
    returned += 1;
  }

  const loop = (async () => {
    while (!stopped) {
      await change().catch((error) => fail(`a change of the list: ${error.message}`));
      for (let waited = 0; waited < EVERY_MS && !stopped; waited += 100) await sleep(100);
    }
  })();

  return {
    counts: () => ({ changes, told, returned }),
    async stop() {
      stopped = true;
      await loop;
      for (const { agent } of listeners) await agent.close().catch(() => {});
    },
  };
}
