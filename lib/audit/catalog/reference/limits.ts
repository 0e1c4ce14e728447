import { z } from "zod";
import { cast } from "./fields";
import type { Field, Reference } from "./shape";

const limit = z.strictObject({
  kind: z
    .enum(["tenant", "server", "tool", "agent", "human", "instance"])
    .describe("What it is of; tenant is the whole environment."),
  subject: z.string().nullable().describe("Which one; null: every one of the kind, each for itself."),
  calls: z.number().int().nullable().describe("How many calls are let through …"),
  seconds: z.number().int().nullable().describe("… in how many seconds."),
  concurrent: z.number().int().nullable().describe("How many calls may run at once."),
});

const carries: readonly Field[] = ["human", "agent", "instance", "server", "changes"];
const key = "lim_01kar4t6w8e9rbv2x5c7m1n3qd";
const before = { kind: "instance", subject: null, calls: 60, seconds: 60, concurrent: null } as const;
const after = { ...before, calls: 120, concurrent: 4 } as const;
const wide = "120 calls in 60 seconds and 4 calls at once for every agent instance";

export const limits = {
  "limit.created": {
    when: "It is said for the first time how much may be called: in the environment, on a server or a tool, by an agent, a human or an instance, or by every one of a kind.",
    by: "The member or API key that set it.",
    todo: "It acts on the next call. Each process of the installation counts by itself, so with several of them up to that many times as many calls get through.",
    carries,
    changed: limit,
    example: {
      resource: { type: "limit", key, name: "60 calls in 60 seconds for every agent instance" },
      changes: { before: null, after: before },
    },
  },
  "limit.updated": {
    when: "A limit gets other numbers.",
    by: "The member or API key that changed it.",
    todo: "A limit that was raised lets an agent in a loop do more before it is stopped: check that somebody meant it.",
    carries,
    changed: limit,
    example: { resource: { type: "limit", key, name: wide }, changes: { before, after } },
  },
  "limit.deleted": {
    when: "A limit is taken back. One that was of a server, tool, agent, human or instance also goes with it, without an event of its own.",
    by: "The member or API key that took it back.",
    todo: "What other limits say goes on holding.",
    carries,
    changed: limit,
    example: {
      actor: cast.system,
      resource: { type: "limit", key, name: wide },
      changes: { before: after, after: null },
    },
  },
} as const satisfies Record<string, Reference>;
