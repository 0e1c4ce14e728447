import { isObject, type RawMessage } from "./message";

/** Longest time that a shared answer may be kept by a client: what a principal may see can change at any moment. */
const ttlMsMax = 60_000;

/** What the upstream offers as this principal has it here. */
export function narrowOf(method: string): (answer: RawMessage) => RawMessage {
  if (method !== "initialize" && method !== "server/discover") return (answer) => answer;
  return (answer) => {
    const { result } = answer;
    if (!isObject(result) || !isObject(result["capabilities"])) return answer;
    const capabilities = Object.fromEntries(
      Object.entries(result["capabilities"]).map(([name, value]) => [
        name,
        isObject(value) ? offer(name, value) : value,
      ]),
    );
    return keepPrivate({ ...answer, result: { ...result, capabilities } });
  };
}

/** Which tools there are for this principal changes here, whether or not the upstream's ever do. */
const offer = (name: string, value: RawMessage): RawMessage =>
  name === "tools" ? { ...value, listChanged: true } : value;

/** 2026-07-28 cache hints (SEP-2549): what one principal may see is nobody else's, and not for long. */
export function keepPrivate(answer: RawMessage): RawMessage {
  const { result } = answer;
  if (!isObject(result) || !("cacheScope" in result || "ttlMs" in result)) return answer;
  const ttlMs = typeof result["ttlMs"] === "number" ? Math.min(result["ttlMs"], ttlMsMax) : 0;
  return { ...answer, result: { ...result, cacheScope: "private", ttlMs } };
}
