/** A JSON-RPC message from an agent, judged as a whole before anything is decided about it. */
export type Message =
  | { kind: "request"; id: string | number; method: string; params: Params; raw: RawMessage }
  | { kind: "notification"; method: string; params: Params; raw: RawMessage }
  | { kind: "response"; id: string | number; raw: RawMessage };

export type Params = Record<string, unknown> | undefined;
export type CallRequest = Extract<Message, { kind: "request" }>;
/** The parsed message, which is what is sent on: never the bytes that came in. */
export type RawMessage = Record<string, unknown>;

export type Malformed = { code: -32700 | -32600; message: string; id: string | number | null };

const depthMax = 64;
const nodesMax = 200_000;

/**
 * Reads one message. Refused: arrays (a batch once slipped past a deny rule), numbers that JavaScript cannot hold, depth
 * and size beyond bounds, requests whose id is neither text nor number, `tools/call` without id, notifications with one.
 */
export function readMessage(body: Uint8Array): Message | Malformed {
  let text: string;
  try {
    // Fatal: bytes that are not UTF-8 mean different things to different readers. A byte order mark is dropped.
    text = new TextDecoder("utf-8", { fatal: true }).decode(body);
  } catch {
    return { code: -32700, message: "Parse error: the body is not UTF-8.", id: null };
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { code: -32700, message: "Parse error: the body is not JSON.", id: null };
  }
  const refuse = (message: string, id: string | number | null = null): Malformed => ({
    code: -32600,
    message: `Invalid request: ${message}`,
    id,
  });

  if (Array.isArray(parsed)) return refuse("batches are not supported.");
  if (!isObject(parsed)) return refuse("a JSON object is expected.");
  if (!withinBounds(parsed)) return refuse(`nested deeper than ${depthMax} or more than ${nodesMax} values.`);
  if (hasUnsafeNumber(text))
    return refuse("it holds a number that cannot be represented exactly. Send it as a string.");
  if (parsed["jsonrpc"] !== "2.0") return refuse('"jsonrpc" must be "2.0".');

  const { id, method, params } = parsed;
  const hasId = "id" in parsed;
  if (hasId && !(typeof id === "string" || typeof id === "number"))
    return refuse("the id must be a string or a number.");
  if (typeof id === "string" && id.length > 500) return refuse("the id is too long.");
  if (method === undefined) {
    if (!hasId || !("result" in parsed || "error" in parsed)) return refuse("it has neither a method nor a result.");
    // safe because the id was just checked to be a string or a number
    return { kind: "response", id: id as string | number, raw: parsed };
  }
  if (typeof method !== "string" || method.length > 200) return refuse("the method must be a short string.");
  if (params !== undefined && !isObject(params))
    return refuse("params must be an object.", hasId ? (id as string | number) : null);
  if (!hasId) {
    if (!method.startsWith("notifications/")) return refuse(`${method} needs an id.`);
    return { kind: "notification", method, params, raw: parsed };
  }
  if (method.startsWith("notifications/")) return refuse("a notification has no id.", id as string | number);
  return { kind: "request", id: id as string | number, method, params, raw: parsed };
}

export const isMalformed = (message: Message | Malformed): message is Malformed => "code" in message;

/** The same request with other parameters. */
export const withParams = (message: CallRequest, params: RawMessage): CallRequest => ({
  ...message,
  params,
  raw: { ...message.raw, params },
});

/**
 * Whether a message of a server on the stream of this request is progress, and not of this request. A client would take it for that of the
 * one whose token it names (basic/utilities/progress), which at the address of all servers may be another server's. A task keeps the token
 * of the call that began it, which is not said again with what asks for it (2025-11-25 basic/utilities/tasks, "Task Progress").
 */
export function isOthersProgress(
  { method, params }: RawMessage,
  { method: asked, params: ours }: CallRequest,
): boolean {
  if (method !== "notifications/progress" || asked.startsWith("tasks/")) return false;
  const token = isObject(ours?.["_meta"]) ? ours["_meta"]["progressToken"] : undefined;
  return token === undefined || !isObject(params) || params["progressToken"] !== token;
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function withinBounds(message: unknown): boolean {
  let nodes = 0;
  const stack: [unknown, number][] = [[message, 1]];
  for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
    const [value, depth] = top;
    nodes += 1;
    if (nodes > nodesMax || depth > depthMax) return false;
    if (typeof value !== "object" || value === null) continue;
    for (const child of Object.values(value)) stack.push([child, depth + 1]);
  }
  return true;
}

/**
 * Whether a number of the text means something else after parsing: an integer beyond ±2⁵³−1, or one that overflows. What
 * was judged and what is sent on must be what the agent wrote. Only texts with long digit runs or exponents are walked.
 */
function hasUnsafeNumber(text: string): boolean {
  if (!/\d{16}|\d[eE]/.test(text)) return false;
  const token = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
  for (const [found] of text.matchAll(token)) {
    if (found.startsWith('"')) continue;
    const value = Number(found);
    if (!Number.isFinite(value)) return true;
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return true;
  }
  return false;
}
