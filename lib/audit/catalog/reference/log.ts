import { z } from "zod";
import { cast } from "./fields";
import type { Reference } from "./shape";

const tenant = { type: "tenant", key: "acme", name: "Production" } as const;
const system = { type: "system", key: "retention", name: "Retention" } as const;
const hold = { type: "hold", key: "hld_01kar6d2n5f8svb0c4x7t9m3qe", name: "what concerns human|alice" } as const;
const days = z.strictObject({
  days: z.number().int().nullable().describe("How long events are kept."),
  payloadDays: z.number().int().nullable().describe("How long stored arguments are kept."),
});
const action = z.enum(["keep", "mask", "drop"]);
const recording = z.strictObject({
  arguments: action.nullable().describe("What becomes of arguments: kept, masked or dropped; null as above."),
  results: action.nullable().describe("What becomes of results: kept, masked or dropped; null as above."),
  paths: z
    .array(z.strictObject({ of: z.enum(["arguments", "results"]), path: z.string(), action }))
    .describe("What becomes of values at these paths."),
});
const held = z.strictObject({
  scope: z
    .record(z.string(), z.unknown())
    .describe("What it keeps: the whole log, or what concerns a human, an agent or a server, from and until when."),
  reason: z.string().describe("Why."),
});

/** What happens to the log itself. */
export const log = {
  "audit.exported": {
    when: "An export of the log is begun, in the console, over the API, by the command line, or by a human of what happened under their authority. Written before the first row leaves.",
    by: "The member or API key that exports, or a human who takes their own records.",
    todo: "details.query is what left: the same parameters in the address of the audit log show it.",
    carries: ["human"],
    details: z.looseObject({
      query: z.string().describe("The query, as the address of the audit log spells it."),
      format: z.string().describe("csv or jsonl."),
      continued: z.boolean().optional().describe("Whether it goes on where another export stopped."),
      rows: z.number().int().optional().describe("The most rows that were asked for."),
      proofs: z.boolean().optional().describe("Whether each row carries a proof that it is in the log."),
    }),
    example: {
      resource: { type: "log", key: "acme", name: "audit log" },
      surface: "api",
      details: { query: "decision=deny&from=2026-10-21T00%3A00%3A00.000Z", format: "jsonl" },
    },
  },
  "audit.retention_changed": {
    when: "How long events or stored arguments are kept is changed.",
    by: "The member or API key that changed it.",
    todo: "A shorter time deletes: see who shortened it, and whether a legal hold should be placed first.",
    carries: ["changes"],
    changed: days,
    example: {
      resource: tenant,
      changes: { before: { days: 400, payloadDays: 30 }, after: { days: 730, payloadDays: 30 } },
    },
  },
  "audit.retention_applied": {
    when: "Events that are past their time are taken out of the log. What a legal hold keeps stays.",
    by: "The system.",
    todo: "The chain stays verifiable: what is gone is known to be gone, and this event says how much it was and until when.",
    carries: [],
    details: z.looseObject({
      events: z.number().int().optional().describe("How many events went."),
      before: z.string().optional().describe("Everything that went was recorded before this time."),
      partitions: z.array(z.string()).optional().describe("Months that went as a whole."),
      belowIndex: z
        .number()
        .int()
        .optional()
        .describe("Leaves of the tree below this index may be without their event."),
      oldestEventAt: z.string().nullable().optional().describe("When the oldest event that remains was recorded."),
    }),
    example: {
      actor: system,
      resource: tenant,
      surface: "system",
      ip: null,
      userAgent: null,
      details: {
        events: 182_402,
        before: "2025-10-16T00:00:00.000Z",
        partitions: [],
        belowIndex: 182_402,
        oldestEventAt: "2025-10-16T00:00:11.120Z",
      },
    },
  },
  "audit.hold_placed": {
    when: "A legal hold is placed: what it covers is not deleted, however old it becomes.",
    by: "The member or API key that placed it.",
    todo: "Its scope and reason are in changes.",
    carries: ["changes"],
    changed: held,
    example: {
      resource: hold,
      changes: { before: null, after: { scope: { human: "human|alice" }, reason: "Case 2026-114" } },
    },
  },
  "audit.hold_released": {
    when: "A legal hold is released. What it alone kept goes with the next run of the retention.",
    by: "The member or API key that released it.",
    todo: "Check that the case it was placed for is closed.",
    carries: ["changes"],
    changed: held,
    example: {
      resource: hold,
      changes: { before: { scope: { human: "human|alice" }, reason: "Case 2026-114" }, after: null },
    },
  },
  "audit.view_changed": {
    when: "A saved search of the log that is shared with the environment is made, changed, taken back or deleted. Private ones leave nothing.",
    by: "The member or API key that did it.",
    todo: "People look at the log through shared views: a filter that was added hides what it leaves out.",
    carries: ["changes"],
    changed: z.strictObject({
      name: z.string().describe("What it is called."),
      query: z.string().describe("The search, as the address of the audit log spells it."),
    }),
    example: {
      resource: { type: "view", key: "viw_01kare8m3yfqva4wk8v2h6n0td", name: "Denied today" },
      changes: { before: null, after: { name: "Denied today", query: "outcome=denied&range=24h" } },
    },
  },
  "audit.verified": {
    when: "The log is verified against its signed checkpoints.",
    by: "Whoever had it verified, or the system.",
    todo: "An outcome other than success says that rows and proofs disagree, and where.",
    carries: ["error"],
    details: z.looseObject({
      ok: z.boolean().optional().describe("Whether everything was as it was sealed."),
      size: z.number().int().optional().describe("How many events were verified."),
      root: z.string().nullable().optional().describe("The root of their tree, hexadecimal."),
      sealedThrough: z.string().nullable().optional().describe("Until when the log is sealed."),
      payloads: z
        .number()
        .int()
        .nullable()
        .optional()
        .describe("How many stored arguments and results fit; null where they were left out."),
      problems: z.number().int().optional().describe("How many problems were found."),
    }),
    example: {
      resource: tenant,
      surface: "cli",
      actor: { type: "system", key: "cli", name: "Command line" },
      ip: null,
      userAgent: null,
      details: {
        ok: true,
        size: 48_213,
        root: "5b1c0f9e7a83d4c26e90b7f1d835a2cc4410fe6d9273b8a50c1e7f46d2a9b308",
        sealedThrough: "2026-11-20T14:32:05.000Z",
        payloads: 31_460,
        problems: 0,
      },
    },
  },
  "audit.payload_viewed": {
    when: "Somebody who may read stored arguments has seen those of a call.",
    by: "The member or API key that saw them.",
    todo: "Reading what agents sent is access to data of its own: check who does it, and why.",
    carries: ["human"],
    details: z.looseObject({
      why: z.string().optional().describe("For what they were shown."),
      parts: z
        .array(z.enum(["arguments", "result"]))
        .optional()
        .describe("What was seen."),
    }),
    example: {
      resource: { type: "event", key: "evt_01kare8m3yfqva4wk8v2h6n0td", name: "evt_01kare8m3yfqva4wk8v2h6n0td" },
      human: { ...cast.human, name: null },
      details: { why: "the whole chain of the decision" },
    },
  },
  "audit.payload_erased": {
    when: "Stored arguments and results of calls are erased before their time: of one call, of a human's calls, or of all before a day. Many are erased in batches, with an event each.",
    by: "The member or API key that erased them.",
    todo: "The events of the calls stay, and their proofs go on holding: each has only committed to what was erased. details says why and how much.",
    carries: ["human"],
    details: z.looseObject({
      events: z.number().int().describe("Of how many calls something was erased."),
      held: z.number().int().describe("How many calls keep theirs because of a legal hold."),
      reason: z.string().describe("Why, in the words of who did it."),
      before: z.string().optional().describe("Only calls recorded before this time were looked at."),
    }),
    example: {
      resource: { type: "human", key: "human|alice", name: "human|alice" },
      human: { ...cast.human, name: null, email: null },
      details: { events: 311, held: 0, reason: "Request for erasure 2026-88" },
    },
  },
  "audit.payload_policy_changed": {
    when: "It is changed what is kept of the arguments or results of calls: in the environment, of a server, or of one tool. It acts on the next call.",
    by: "The member or API key that changed it.",
    todo: "changes holds both rules. A rule that drops leaves nothing to look into later; one that keeps stores more of what agents send.",
    carries: ["server", "changes"],
    changed: recording,
    details: z.looseObject({ tool: z.string().optional().describe("The tool, where it is about one.") }),
    example: {
      resource: cast.server,
      server: "linear",
      changes: {
        before: null,
        after: {
          arguments: "mask",
          results: null,
          paths: [{ of: "arguments", path: "$.team", action: "keep" }],
        },
      },
      details: { tool: "create_issue" },
    },
  },
} as const satisfies Record<string, Reference>;
