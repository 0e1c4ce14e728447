import { setTimeout as sleep } from "node:timers/promises";
import { rawAgent } from "./raw-agent";
import { expect, type Scene } from "./scene";

/** Calls the scene's server, which fails from now on, until it has failed five times in a row. */
export async function failFiveTimes({ world, instance, upstream }: Scene): Promise<void> {
  await upstream.behave({ status: 503 });
  const agent = await rawAgent(world.mcpUrl("fixture"), instance.token, "modern");
  for (let i = 0; i < 5; i += 1) {
    // For a second there has to be nothing but failures.
    if (i === 4) await sleep(1_050);
    const { message } = await agent.call("echo", { text: `${i}` });
    expect(message?.result?._meta?.["countersign/failure"]).toEqual({ type: "upstream_5xx" });
  }
}
