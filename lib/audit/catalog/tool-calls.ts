import type { Kind } from "./kind";
import { because, tool, where, who } from "./words";

/** Exactly one of the two for every `tools/call` (seeds S11–S17, S54; P1, P29). */
export const toolCalls = {
  "gateway.tool.executed": {
    family: "Tool calls",
    title: "Tool executed",
    sentence: (event) => `${who(event)} ran ${tool(event)} on ${where(event)}`,
  },
  "gateway.tool.error": {
    family: "Tool calls",
    title: "Tool error",
    sentence: (event) => {
      const called = `${tool(event)} on ${where(event)}`;
      if (event.outcome === "denied") return `${who(event)} could not run ${called}${because(event)}`;
      if (event.outcome === "unknown") return `${who(event)} ran ${called}; how it ended is not known`;
      const why = event.error?.message?.replace(/\.$/, "");
      return `${who(event)} ran ${called}, which failed${why ? `: ${why}` : ""}`;
    },
  },
} as const satisfies Record<string, Kind>;
