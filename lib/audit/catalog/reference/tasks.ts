import { z } from "zod";
import type { AuditEvent } from "../../event";
import type { Field, Reference } from "./shape";
import { call, callCarries, callDetails, toolCalls } from "./tool-calls";

const carries: readonly Field[] = callCarries.filter((field) => field !== "arguments");

const details = callDetails.extend({
  task: z
    .string()
    .optional()
    .describe("The task, as result.task of the call's event has it. Not the server's own id of it."),
  call: z.string().optional().describe("The event of the call that started the task. It has the arguments."),
  method: z.string().optional().describe("The method of MCP that was asked."),
});

const by = "The agent, for the human under whose authority the call was made.";

const { tool, check, decision, reason, policy, durationMs } = toolCalls["gateway.tool.executed"].example;

const about = (method: string) => ({
  policySetVersion: 7,
  facts: {},
  task: "tsk_01kare8m4c9fva7wk2v5h3n8td",
  call: "evt_01kare8m3yfqva4wk8v2h6n0td",
  method,
});

const allowed = { ...call, tool, check, decision, reason, policy, durationMs } satisfies Partial<AuditEvent>;

const result = {
  digest: "5d1c0e7a94b82f36c7e0d8b1f7a3926450be6d1c9f82a7340d5b6e1f8c93a27e",
  isError: false,
  bytes: 1290,
  progress: 0,
} satisfies NonNullable<AuditEvent["result"]>;

export const tasks = {
  "gateway.task.completed": {
    when: "A server had answered a tool call with a task, and the agent has fetched its result. It was decided anew, by the policies, trust and consents of that moment and with the arguments of the call, and written before the agent has the result. Asking how the task stands before leaves nothing, and neither does fetching the same result again.",
    by,
    todo: "details.call leads to the call. result is that of the tool; what is kept of it follows the same rules as of a call.",
    carries,
    details,
    example: { ...allowed, result, details: about("tasks/result") },
  },
  "gateway.task.updated": {
    when: "The agent gave a task what its server had asked for: an answer of its human, or of its model. Decided anew, and written like a call, with an intent before it leaves.",
    by,
    todo: "What was answered is not kept. The reason says why it was allowed.",
    carries,
    details,
    example: { ...allowed, details: about("tasks/update") },
  },
  "gateway.task.cancelled": {
    when: "The agent called a task off, and the server has heard it. Whether it could still be stopped the server decides: a later event says so where the agent asks how it ended.",
    by,
    todo: "Nothing, unless the work has to be undone: look at details.call for what it was.",
    carries,
    details,
    example: { ...allowed, details: about("tasks/cancel") },
  },
  "gateway.task.error": {
    when: "What an agent asked about a task was denied, which leaves an event each time, or the answer was that the task had failed or was cancelled, or an answer to the task failed on its way. A task of 2025-11-25 that failed can leave two: that it did, and the result that says why.",
    by,
    todo: "Denied: the result was not handed over, and the reason says what has changed since the call. For failures, error.type and message say what the server did.",
    carries,
    details,
    example: {
      ...allowed,
      outcome: "denied",
      decision: "deny",
      reason: { code: "NO_CONSENT", text: "No permission for 'create_issue'" },
      policy: {
        id: "builtin:trust-ceiling",
        name: "Trust ceiling",
        description: "Nothing is allowed above what the administrator and the human have both allowed.",
        version: 1,
        effect: "deny",
      },
      error: { type: "blocked_by_policy", message: "No permission for 'create_issue'" },
      details: about("tasks/get"),
      durationMs: { policy: 0.2, upstream: null, total: 0.8 },
    },
  },
} as const satisfies Record<string, Reference>;
