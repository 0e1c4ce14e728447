/**
 * The load generator, a process of its own that lives as long as the bench, so that its own code is warm and its cost
 * the same for every target. The bench sends `{ load }`; it answers with signals and at last with `{ result }`.
 */
import { closed } from "./modes/closed.mjs";
import { churn, idle } from "./modes/idle.mjs";
import { open } from "./modes/open.mjs";
import { sse } from "./modes/sse.mjs";

const modes = { closed, list: closed, open, sse, idle, churn };

let release = () => {};

process.on("message", async ({ load, released }) => {
  if (released) return release();
  const signals = {
    measuring: () => process.send({ signal: "measuring" }),
    measured: () => process.send({ signal: "measured" }),
    opened: (sessions) => process.send({ signal: "opened", sessions }),
    released: new Promise((resolve) => {
      release = resolve;
    }),
  };
  try {
    process.send({ result: await modes[load.mode](load, signals) });
  } catch (error) {
    process.send({ failure: error.message });
  }
});

process.on("disconnect", () => process.exit());
