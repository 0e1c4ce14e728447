import { isObject, type RawMessage } from "./message";

/** Longest time that a shared answer may be kept by a client: what a principal may see can change at any moment. */
const ttlMsMax = 60_000;

/** Capabilities of an upstream that cannot be used through the gateway. */
const withheld: ReadonlySet<string> = new Set(["tasks"]);
const withheldExtensions: ReadonlySet<string> = new Set(["io.modelcontextprotocol/tasks"]);

/** Offers of the upstream that the gateway does not relay are not passed on, so no client builds on them. */
export function narrowOf(method: string): (answer: RawMessage) => RawMessage {
  if (method !== "initialize" && method !== "server/discover") return (answer) => answer;
  return (answer) => {
    const { result } = answer;
    if (!isObject(result) || !isObject(result["capabilities"])) return answer;
    const capabilities = Object.fromEntries(
      Object.entries(result["capabilities"])
        .filter(([name]) => !withheld.has(name))
        .map(([name, value]) => [name, isObject(value) ? offer(name, value) : value]),
    );
    return keepPrivate({ ...answer, result: { ...result, capabilities } });
  };
}

function offer(name: string, value: RawMessage): RawMessage {
  // Which tools there are for this principal changes here, whether or not the upstream's ever do.
  if (name === "tools") return { ...value, listChanged: true };
  if (name === "extensions")
    return Object.fromEntries(Object.entries(value).filter(([extension]) => !withheldExtensions.has(extension)));
  return value;
}

/** 2026-07-28 cache hints (SEP-2549): what one principal may see is nobody else's, and not for long. */
export function keepPrivate(answer: RawMessage): RawMessage {
  const { result } = answer;
  if (!isObject(result) || !("cacheScope" in result || "ttlMs" in result)) return answer;
  const ttlMs = typeof result["ttlMs"] === "number" ? Math.min(result["ttlMs"], ttlMsMax) : 0;
  return { ...answer, result: { ...result, cacheScope: "private", ttlMs } };
}
