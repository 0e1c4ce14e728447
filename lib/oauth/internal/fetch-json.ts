import "server-only";
import ipaddr from "ipaddr.js";
import { outboundFetch } from "@/lib/connections/outbound";
import { HouseError } from "@/lib/kernel/errors";

const timeoutMs = 5_000;
const bytesMax = 64 * 1024;

/** What came of a request for somebody's JSON document. `gone`: the host answered, and not with it. */
export type Fetched =
  | { value: unknown; headers: Headers }
  | { unchanged: true; headers: Headers }
  | { gone: string }
  | { away: string };

/**
 * Fetches a JSON document of a stranger: over the guarded dispatcher (addresses are judged after they were resolved, no
 * redirects), at most 5 seconds and 64 KiB. Never throws; nothing of the answer is repeated in the words it gives.
 */
export async function fetchJson(url: string, etag?: string | null): Promise<Fetched> {
  const abort = AbortSignal.timeout(timeoutMs);
  try {
    const response = await outboundFetch(url, {
      headers: { accept: "application/json", ...(etag && { "if-none-match": etag }) },
      signal: abort,
    });
    if (response.status === 304 && etag) return { unchanged: true, headers: response.headers };
    if (response.status >= 500 || response.status === 429) return away(`it answered ${response.status}`, response);
    if (response.status !== 200) return gone(`it answered ${response.status}`, response);
    if (!/^application\/([a-z0-9.-]+\+)?json\s*(;|$)/i.test(response.headers.get("content-type") ?? ""))
      return gone("it is no JSON", response);
    const text = await readBounded(response);
    if (text === undefined) return { gone: `it is larger than ${bytesMax / 1024} KiB` };
    const value = parse(text);
    return value === undefined ? { gone: "it is no JSON" } : { value, headers: response.headers };
  } catch (error) {
    return { away: abort.aborted ? "it did not answer in time" : reasonOf(error) };
  }
}

const gone = (why: string, response: Response): Fetched => {
  void response.body?.cancel().catch(() => {});
  return { gone: why };
};
const away = (why: string, response: Response): Fetched => {
  void response.body?.cancel().catch(() => {});
  return { away: why };
};

async function readBounded(response: Response): Promise<string | undefined> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // safe because a Web stream of bytes is an async iterable in Node, which the types of the DOM do not say
  for await (const part of (response.body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > bytesMax) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The guard's sentence, where it was the guard; what a connection says of itself is for nobody outside. */
function reasonOf(error: unknown): string {
  for (let one: unknown = error; one instanceof Error; one = one.cause)
    if (one instanceof HouseError || one.name === "HouseError") return one.message;
  return "it could not be reached";
}

/**
 * Whether a document may be asked for at this URL (draft-ietf-oauth-client-id-metadata-document §3): https with a path, no
 * fragment, no user name, no dot segments. http only to an address that no stranger can reach, which the guard then lets
 * through only where the operator named it (UPSTREAM_ALLOW_PRIVATE).
 */
export function isDocumentUrl(text: string): boolean {
  if (text.length > 1_000 || !URL.canParse(text)) return false;
  const url = new URL(text);
  // What does not come out as it went in hides something: dot segments, a strange host, a missing path.
  if (url.href !== text || text.includes("#") || url.username !== "" || url.password !== "") return false;
  if (url.pathname === "/" || url.pathname.includes("%2e") || url.pathname.includes("%2E")) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isPrivateHost(url.hostname));
}

function isPrivateHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, "");
  return bare === "localhost" || (ipaddr.isValid(bare) && ipaddr.process(bare).range() !== "unicast");
}
