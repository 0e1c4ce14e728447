import type { EventDraft } from "@/lib/audit/draft";
import { maskShapes } from "@/lib/audit/redact";
import { isObject, type RawMessage } from "../message";
import type { StartedTask } from "../tasks/words";
import { digest } from "./facts";
import type { UpstreamFailure } from "./upstream-failure";

/** How one call ended, in the words of its event. */
export type CallEnd = {
  error?: { type: string; message: string };
  result?: EventDraft["result"];
  /** What the tool answered, for whoever keeps results. */
  answer?: { value: unknown };
  /** The task that was started in the place of a result. */
  task?: StartedTask;
  upstreamMs: number;
  /** Why there is no answer. */
  failure?: UpstreamFailure;
};

/** What was heard on the way to the answer: how often of progress, and by which methods the server asked something back. */
export type Heard = { progress: number; asked: ReadonlySet<string> };

/** How a call ended by the answer to it. */
export function toEnd({ result, error }: RawMessage, heard: Heard, startedAt: number): CallEnd {
  const upstreamMs = performance.now() - startedAt;
  return error !== undefined ? { error: toError(error), upstreamMs } : { ...toResultEnd(result, heard), upstreamMs };
}

/** How a call ended by its result alone. */
export function toResultEnd(result: unknown, { progress, asked }: Heard): Omit<CallEnd, "upstreamMs"> {
  const text = JSON.stringify(result ?? null);
  const isError = isObject(result) && result["isError"] === true;
  const back = asked.size > 0 && { asked: [...asked] };
  const summary = { digest: digest(text), isError, bytes: Buffer.byteLength(text), progress, ...back };
  return {
    ...(isError && {
      error: { type: "tool_error", message: clean(firstText(result) ?? "The tool reported an error.") },
    }),
    result: summary,
    answer: { value: result ?? null },
  };
}

/** An error of the protocol, as the event of a call has it. */
export const toError = (error: unknown) => ({ type: "upstream_error", message: clean(errorText(error)) });

/** What an upstream says may hold a secret, and may be long. Cut when it is masked: half a secret has no shape. */
export const clean = (text: string): string => maskShapes(text.slice(0, 4_000)).slice(0, 500);

export function errorText(error: unknown): string {
  if (!isObject(error)) return "error";
  const { message, code } = error;
  return `${typeof message === "string" ? message : "error"} (${typeof code === "number" ? code : "no code"})`;
}

function firstText(result: Record<string, unknown>): string | undefined {
  const content = result["content"];
  if (!Array.isArray(content)) return undefined;
  for (const item of content) if (isObject(item) && typeof item["text"] === "string") return item["text"];
  return undefined;
}
