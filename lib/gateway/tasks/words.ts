import { keptMsMax } from "@/lib/registry/tasks/task-clock";
import { type CallRequest, isObject, type Message, type RawMessage, withParams } from "../message";
import { type Era, metaPrefix } from "../protocol";

/*
 * Tasks in the words of both eras: a call whose result is fetched later. In 2025-11-25 a client asks for one (`params.task`), asks how
 * it stands (`tasks/get`) and fetches the result by itself (`tasks/result`); in 2026-07-28 they are an extension, the server makes one
 * of a call as it likes, and `tasks/get` brings the result along (SEP-2663).
 */

/** The extension's name in capabilities of 2026-07-28. */
export const tasksExtension = `${metaPrefix}tasks`;

/** What an event of a request about a task is called by: asking how it ended, giving it what it asked for, calling it off. */
export const taskUseOf = {
  "tasks/get": "task",
  "tasks/result": "task",
  "tasks/update": "taskUpdate",
  "tasks/cancel": "taskCancel",
} as const;
export type TaskMethod = keyof typeof taskUseOf;

const methods: Readonly<Record<Era["name"], readonly TaskMethod[]>> = {
  legacy: ["tasks/get", "tasks/result", "tasks/cancel"],
  modern: ["tasks/get", "tasks/update", "tasks/cancel"],
};

/** Whether a message is a request about one task, of a method that its era has. */
export const isAboutTask = (message: Message, era: Era): message is CallRequest & { method: TaskMethod } =>
  message.kind === "request" && methods[era.name].some((method) => method === message.method);

/** Whether a request of 2026-07-28 says that its client knows tasks. Of a legacy session the handshake said it. */
export const knowsTasks = (era: Era): boolean =>
  era.name === "legacy" ||
  (isObject(era.capabilities["extensions"]) && isObject(era.capabilities["extensions"][tasksExtension]));

/** Whether a call may be answered with a task: the client has asked for one, or says that it knows them. */
export const asksForTask = ({ params }: CallRequest, era: Era): boolean =>
  era.name === "legacy" ? isObject(params?.["task"]) : knowsTasks(era);

/** The same call as of a client that does not know tasks, in whichever era it is said. */
export function withoutTasks(message: CallRequest): CallRequest {
  const { task: _, ...params } = message.params ?? {};
  const meta = params["_meta"];
  const name = `${metaPrefix}clientCapabilities`;
  const capabilities = isObject(meta) ? meta[name] : undefined;
  const extensions = isObject(capabilities) ? capabilities["extensions"] : undefined;
  if (!isObject(meta) || !isObject(capabilities) || !isObject(extensions) || !(tasksExtension in extensions))
    return message.params !== undefined && "task" in message.params ? withParams(message, params) : message;
  const { [tasksExtension]: __, ...others } = extensions;
  return withParams(message, { ...params, _meta: { ...meta, [name]: { ...capabilities, extensions: others } } });
}

/** A task that a server has started instead of answering a call. */
export type StartedTask = { upstreamId: string; ttlMs: number | null };

/** Letters of a server's id of a task. */
const idMax = 1_000;

const isId = (id: unknown): id is string => typeof id === "string" && id !== "" && id.length <= idMax;

/** The id that a request about a task names; undefined where it can be none. */
export const taskIdOf = ({ params }: { params?: CallRequest["params"] }): string | undefined =>
  isId(params?.["taskId"]) ? params["taskId"] : undefined;

/** The task that an answer to a call has started; undefined where it is a result, "nameless" where the task cannot be asked for. */
export function startedBy({ result }: RawMessage, era: Era): StartedTask | "nameless" | undefined {
  if (!isObject(result)) return undefined;
  const task = era.name === "modern" ? (result["resultType"] === "task" ? result : undefined) : result["task"];
  if (!isObject(task)) return undefined;
  return isId(task["taskId"]) ? { upstreamId: task["taskId"], ttlMs: ttlOf(task) } : "nameless";
}

/** The time to live that a task says of itself, in milliseconds from its creation; null: none. */
export function ttlOf(task: RawMessage): number | null {
  const ttl = task["ttlMs"] ?? task["ttl"];
  return typeof ttl === "number" && ttl >= 0 ? ttl : null;
}

/** An answer whose task says no longer time to live than the gateway remembers it for. */
export function withOurTtl(answer: RawMessage): RawMessage {
  const { result } = answer;
  if (!isObject(result)) return answer;
  if (isObject(result["task"])) return { ...answer, result: { ...result, task: narrowed(result["task"]) } };
  return isId(result["taskId"]) ? { ...answer, result: narrowed(result) } : answer;
}

function narrowed(task: RawMessage): RawMessage {
  const field = "ttlMs" in task ? "ttlMs" : "ttl" in task ? "ttl" : undefined;
  return field === undefined ? task : { ...task, [field]: Math.min(ttlOf(task) ?? keptMsMax, keptMsMax) };
}
