import type { EventType } from "./catalog";

/** What an agent can ask a server for, so that it is decided and has exactly one terminal event. */
export const uses = ["tool", "prompt", "resource", "subscription"] as const;
/** What it can ask about the task that a call of a tool has started. Decided anew each time; the call stays the one that it is. */
export const taskUses = ["task", "taskUpdate", "taskCancel"] as const;
export type Use = (typeof uses)[number] | (typeof taskUses)[number];

/** The terminal event of each: the one that says it was done, and the one for everything else that can become of it. */
export const callTypes = {
  tool: { done: "gateway.tool.executed", error: "gateway.tool.error" },
  prompt: { done: "gateway.prompt.retrieved", error: "gateway.prompt.error" },
  resource: { done: "gateway.resource.read", error: "gateway.resource.error" },
  subscription: { done: "gateway.resource.subscribed", error: "gateway.resource.error" },
  task: { done: "gateway.task.completed", error: "gateway.task.error" },
  taskUpdate: { done: "gateway.task.updated", error: "gateway.task.error" },
  taskCancel: { done: "gateway.task.cancelled", error: "gateway.task.error" },
} as const satisfies Record<Use, { done: EventType; error: EventType }>;

/** Every terminal event of a call. What becomes of its task later is none: it would be counted twice. */
export const everyCallType: readonly EventType[] = [
  ...new Set(uses.flatMap((use) => [callTypes[use].done, callTypes[use].error])),
];

const calls: ReadonlySet<string> = new Set(everyCallType);
export const isCallType = (type: string): boolean => calls.has(type);

/** The event that a call of this type ends with when it does not come to its good end. */
export function errorTypeOf(type: EventType): EventType {
  const use = [...uses, ...taskUses].find((one) => callTypes[one].done === type);
  return use === undefined ? type : callTypes[use].error;
}

/** Their numbers in the log's dictionary, which its migrations have given them. */
export const callTypeNos = "1, 2, 3, 4, 5, 6, 7";
