import { type CallEnd, type Heard, toError, toResultEnd } from "../internal/call-end";
import { digest } from "../internal/facts";
import { isObject } from "../message";
import type { Era } from "../protocol";
import type { TaskMethod } from "./words";

/** The end of a task as an answer tells it. */
export type TaskEnd = Pick<CallEnd, "error" | "result" | "answer"> & {
  /** What tells this end from another: an end that is on record leaves no second event. */
  key: string;
};

/** How the end of a task that was called off is written down: like that of a call. */
const cancelled = { type: "cancelled", message: "The task was cancelled." };
const failed = { type: "upstream_error", message: "The task failed." };

/**
 * The end of the task that an answer hands over; undefined where it tells of none: the task goes on, or it was not the task that failed
 * but asking for it. In 2025-11-25 `tasks/get` never has the result, so a task that has completed ends, here as there, with the answer
 * to `tasks/result`, which has whatever the call would have had, an error of the protocol included.
 */
export function taskEndOf(
  method: TaskMethod,
  era: Era,
  end: CallEnd,
  heard: Pick<Heard, "progress">,
): TaskEnd | undefined {
  if (end.failure) return undefined;
  if (method === "tasks/result") return keyed("result", end);
  const told = end.answer?.value;
  if (method === "tasks/update" || !isObject(told)) return undefined;
  const { status } = told;
  if (status === "cancelled") return keyed(status, { error: cancelled });
  if (status === "failed") return keyed(status, { error: isObject(told["error"]) ? toError(told["error"]) : failed });
  if (status !== "completed" || era.name === "legacy") return undefined;
  return keyed(status, toResultEnd(told["result"], { ...heard, asked: new Set() }));
}

const keyed = (what: string, { error, result, answer }: Omit<TaskEnd, "key">): TaskEnd => ({
  key: `${what} ${result?.digest ?? digest(error?.message ?? "")}`,
  ...(error && { error }),
  ...(result && { result }),
  ...(answer && { answer }),
});
