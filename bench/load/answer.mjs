/** What an HTTP answer means to the caller of a tool: the JSON-RPC message in it, and whether the call succeeded. */

/** Below this size a whole parse costs less than being clever. */
const SMALL_BYTES = 4096;

/**
 * The JSON-RPC response in an answer, also when it is the last event of a stream.
 *
 * @param {import("./connection.mjs").Answer} answer
 */
export function readMessage(answer) {
  const text = answer.body.toString();
  if (!answer.isStream) return text === "" ? undefined : JSON.parse(text);
  let last;
  for (const line of text.split("\n")) {
    if (!line.startsWith("data:") || line.length < 7) continue;
    const message = JSON.parse(line.slice(5));
    if (message.id !== undefined && message.method === undefined) last = message;
  }
  return last;
}

/**
 * Why this answer is not the successful result of the request with this id, or undefined when it is: an error is
 * HTTP ≥ 400, a JSON-RPC error, a result marked `isError`, or somebody else's answer.
 *
 * @param {import("./connection.mjs").Answer} answer
 * @param {number} id
 */
export function failureOf(answer, id) {
  if (answer.status >= 400) return `HTTP ${answer.status}: ${start(answer.body)}`;
  if (answer.body.length > SMALL_BYTES && !looksFailed(answer.body)) return undefined;
  const message = readMessage(answer);
  if (message === undefined) return `HTTP ${answer.status} without a JSON-RPC response`;
  if (message.error || message.result?.isError || !message.result) return start(answer.body);
  return message.id === id ? undefined : `the answer to request ${message.id} came for request ${id}`;
}

/** Parsing 100 kB would cost the generator more than the call costs a gateway; a search for the two words does not. */
function looksFailed(body) {
  return body.includes('"isError"') || body.includes('"error"');
}

function start(body) {
  return body.toString("utf8", 0, 300);
}
