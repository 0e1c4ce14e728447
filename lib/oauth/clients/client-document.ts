import "server-only";
import { z } from "zod";
import { nowMs } from "@/lib/kernel/clock";
import { type Fetched, fetchJson } from "../internal/fetch-json";
import { type ClientMetadata, readClientMetadata } from "./client-metadata";

/** How long a document counts without being fetched again: what its host says, within these bounds. */
const freshSecondsMin = 60;
const freshSecondsMax = 86_400;
const freshSecondsDefault = 3_600;
/** How long one that was fetched once goes on counting while its host is away. */
export const staleDays = 7;
/** How long a host that is away is left alone. */
export const retrySeconds = 30;

export type ClientDocument = { metadata: ClientMetadata; freshUntil: Date; etag: string | null };

/** `away`: its host could not be asked, so that an older copy may do. `refused`: the host has spoken. */
export type DocumentAnswer =
  | { document: ClientDocument }
  | { unchanged: { freshUntil: Date } }
  | { away: string }
  | { refused: string };

/** Fetches the metadata document that a client_id names. Never throws. */
export async function fetchDocument(clientId: string, etag?: string | null): Promise<DocumentAnswer> {
  return readDocument(clientId, await fetchJson(clientId, etag));
}

/** Judges what was fetched: the document has to name itself, and to have no secret that others could know. */
export function readDocument(clientId: string, fetched: Fetched): DocumentAnswer {
  if ("away" in fetched) return { away: fetched.away };
  if ("gone" in fetched) return { refused: fetched.gone };
  if ("unchanged" in fetched) return { unchanged: { freshUntil: freshUntil(fetched.headers) } };
  const named = Own.safeParse(fetched.value);
  if (!named.success || named.data.client_id !== clientId) return { refused: "its client_id is not its own URL" };
  if (named.data.client_secret !== undefined || named.data.token_endpoint_auth_method?.startsWith("client_secret"))
    return { refused: "it wants a secret, which a public document cannot keep" };
  try {
    const metadata = readClientMetadata(fetched.value, { defaultAuth: "none", refuses: () => undefined });
    const etag = fetched.headers.get("etag");
    return {
      document: {
        metadata,
        freshUntil: freshUntil(fetched.headers),
        etag: etag !== null && etag.length <= 200 ? etag : null,
      },
    };
  } catch (error) {
    return { refused: error instanceof Error ? error.message : "it was not understood" };
  }
}

const Own = z.looseObject({
  client_id: z.string(),
  client_secret: z.unknown().optional(),
  token_endpoint_auth_method: z.string().optional(),
});

/** RFC 9111 §5.2.2, as far as it matters for one document. */
function freshUntil(headers: Headers): Date {
  const control = (headers.get("cache-control") ?? "").toLowerCase();
  const age = /(?:^|[,\s])max-age=(\d{1,9})/.exec(control)?.[1];
  const said = /no-store|no-cache/.test(control) ? 0 : age === undefined ? freshSecondsDefault : Number(age);
  return new Date(nowMs() + Math.min(Math.max(said, freshSecondsMin), freshSecondsMax) * 1_000);
}
