/**
 * The load generator, a process of its own that lives as long as the bench, so that its own code is warm and its cost
 * the same for every target. The bench sends `{ load }`; it answers with signals and at last with `{ result }`.
 */
import { closed } from "./modes/closed.mjs";
import { idle } from "./modes/idle.mjs";
import { open } from "./modes/open.mjs";
import { sse } from "./modes/sse.mjs";

const modes = { closed, list: closed, open, sse, idle };

let release;

process.on("message", async ({ load, released }) => {
  if (released) return release();
  const signals = {
    measuring: () => process.send({ signal: "measuring" }),
    measured: () => process.send({ signal: "measured" }),
    /** Resolves when the bench has looked at the gateway that holds these sessions. */
    opened: (sessions) =>
      new Promise((resolve) => {
        release = resolve;
        process.send({ signal: "opened", sessions });
      }),
  };
  try {
    process.send({ result: await modes[load.mode](load, signals) });
  } catch (error) {
    process.send({ failure: error.message });
  }
});

process.on("disconnect", () => process.exit());
