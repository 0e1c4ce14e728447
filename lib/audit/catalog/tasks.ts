import type { Kind, Sparse } from "./kind";
import { because, tool, where, who } from "./words";

const family = "Tool calls";

const task = (event: Sparse): string => `the task of ${tool(event)} on ${where(event)}`;

/** What the request was about, where it was not to learn how the task ended. */
const asked: Readonly<Record<string, { could: string; did: string }>> = {
  "tasks/update": { could: "answer", did: "answered" },
  "tasks/cancel": { could: "cancel", did: "cancelled" },
};

/** What becomes of a call that a server answered with a task (MCP tasks): each is related to the call's event by `details.call`. */
export const tasks = {
  "gateway.task.completed": {
    family,
    title: "Task completed",
    sentence: (event) => `${who(event)} got the result of ${task(event)}`,
  },
  "gateway.task.updated": {
    family,
    title: "Task answered",
    sentence: (event) => `${who(event)} answered what ${task(event)} had asked for`,
  },
  "gateway.task.cancelled": {
    family,
    title: "Task cancelled",
    sentence: (event) => `${who(event)} called off ${task(event)}`,
  },
  "gateway.task.error": {
    family,
    title: "Task error",
    sentence: (event) => {
      const { could, did } = asked[String(event.details?.["method"])] ?? { could: "ask for", did: "asked for" };
      if (event.outcome === "denied") return `${who(event)} could not ${could} ${task(event)}${because(event)}`;
      if (event.outcome === "unknown") return `${who(event)} ${did} ${task(event)}; how it ended is not known`;
      const why = event.error?.message?.replace(/\.$/, "");
      return `${who(event)} ${did} ${task(event)}, which failed${why ? `: ${why}` : ""}`;
    },
  },
} as const satisfies Record<string, Kind>;
