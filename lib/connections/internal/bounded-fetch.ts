import "server-only";
import { HouseError, isHouseError } from "@/lib/kernel/errors";
import { outboundFetch } from "../outbound";

const bytesMax = 256 * 1024;

export type BoundedAnswer = { status: number; header: (name: string) => string | null; text: string };

/**
 * One guarded request whose answer is read whole, within `timeMs` and 256 KiB; longer answers are cut off and refused. Throws
 * `upstream` with a sentence for people where there is no answer. Redirects are errors.
 */
export async function fetchBounded(url: string, init: RequestInit, timeMs: number): Promise<BoundedAnswer> {
  const { host } = new URL(url);
  try {
    const response = await outboundFetch(url, { ...init, signal: AbortSignal.timeout(timeMs) });
    const text = await readBounded(response, host);
    return { status: response.status, header: (name) => response.headers.get(name), text };
  } catch (error) {
    throw toUpstream(host, error);
  }
}

async function readBounded(response: Response, host: string): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.length;
    if (bytes > bytesMax) {
      await reader.cancel().catch(() => {});
      throw new HouseError("upstream", `${host} answered with more than is read of it.`);
    }
    parts.push(value);
  }
  return Buffer.concat(parts).toString("utf8");
}

function toUpstream(host: string, error: unknown): HouseError {
  for (let at: unknown = error; at instanceof Error; at = at.cause) if (isHouseError(at)) return at;
  const isLate = error instanceof Error && error.name === "TimeoutError";
  const sentence = isLate ? `${host} did not answer in time.` : `${host} could not be reached.`;
  return new HouseError("upstream", sentence, { cause: error });
}

/** The JSON of an answer; undefined where it is none. */
export function toJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
