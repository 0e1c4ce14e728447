import "server-only";
import { LRUCache } from "lru-cache";
import { write } from "@/lib/audit/write";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { isDocumentUrl } from "../internal/fetch-json";
import { loadSettings } from "../settings/oauth-settings";
import { type ClientDocument, fetchDocument, retrySeconds, staleDays } from "./client-document";
import { aboutClient, type ClientRow, findClientRow, recordedClient, toClientRow } from "./client-row";
import { insertClient, toJson, unusedUntil } from "./insert-client";
import { recognizeAgent } from "./recognize-agent";
import { isAdmitted } from "./redirect-uri";

/** Documents whose host was away a moment ago: it is not asked with every request. */
const away = new LRUCache<string, string>({ max: 1_000, ttl: retrySeconds * 1_000, perf: { now: nowMs } });

/**
 * The client of a client_id for a new authorization. One that is the URL of a metadata document is fetched where what is
 * known of it is no longer fresh, and put into the tenant where it is met for the first time; an older copy counts while its
 * host is away, for a week. `unknown` says why there is none, for the person who reads the page.
 */
export async function findClient(ctx: Ctx, clientId: string): Promise<ClientRow | { unknown: string }> {
  const known = await findClientRow(ctx.tenant.no, clientId);
  if (known && known.kind !== "cimd") return known;
  if (!known && !/^https?:\/\//i.test(clientId)) return { unknown: "This client is not registered here." };
  const { documents, admitted } = await loadSettings(ctx.tenant.no);
  if (!documents) return { unknown: "Clients may not name themselves by a metadata document here." };
  if (!isDocumentUrl(clientId)) return { unknown: "This client_id is not the URL of a client metadata document." };
  if (!isAdmitted(admitted, new URL(clientId).host))
    return { unknown: `Clients of ${new URL(clientId).host} are not admitted here.` };
  if (known?.freshUntil && known.freshUntil.getTime() > nowMs()) return known;

  const why = away.get(clientId);
  const answer = why === undefined ? await fetchDocument(clientId, known?.etag) : { away: why };
  if ("refused" in answer) return { unknown: `The client's metadata document cannot be used: ${answer.refused}.` };
  if ("away" in answer) {
    away.set(clientId, answer.away);
    const staleUntilMs = (known?.freshUntil?.getTime() ?? 0) + staleDays * 86_400_000;
    if (known && staleUntilMs > nowMs()) return known;
    return { unknown: `The client's metadata document cannot be fetched: ${answer.away}.` };
  }
  if ("document" in answer)
    return known ? replaceDocument(ctx, known, answer.document) : addDocument(ctx, clientId, answer.document);
  return known ? keepDocument(ctx, known, answer.unchanged.freshUntil) : { unknown: "The document was not sent." };
}

async function addDocument(ctx: Ctx, clientId: string, document: ClientDocument): Promise<ClientRow> {
  return write(ctx, async (tx, record) => {
    const agent = recognizeAgent(document.metadata, clientId);
    const expiresAt = unusedUntil();
    const made = await insertClient(tx, record, ctx, { kind: "cimd", clientId, agent, expiresAt, ...document });
    if (made) return made;
    record.nothing("Another request has just brought the same document.");
    return toClientRow(await tx.oAuthClient.findFirstOrThrow({ where: { clientId }, include: { agent: true } }));
  });
}

/** What a document says is what counts from now on; the log keeps what it said before. */
async function replaceDocument(ctx: Ctx, known: ClientRow, { metadata, ...times }: ClientDocument): Promise<ClientRow> {
  if (canonicalJson(known.metadata) === canonicalJson(metadata)) return keepDocument(ctx, known, times.freshUntil);
  return write(ctx, async (tx, record) => {
    const after = toClientRow(
      await tx.oAuthClient.update({
        where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: known.id } },
        data: { metadata: toJson(metadata), ...times },
        include: { agent: true },
      }),
    );
    await record({
      type: "oauth.client.updated",
      ...aboutClient(after),
      changes: { before: recordedClient(known), after: recordedClient(after) },
    });
    return after;
  });
}

async function keepDocument(ctx: Ctx, known: ClientRow, freshUntil: Date): Promise<ClientRow> {
  await write(ctx, async (tx, record) => {
    record.nothing("A document that was looked at again says what it said.");
    await tx.oAuthClient.updateMany({ where: { id: known.id }, data: { freshUntil } });
  });
  return { ...known, freshUntil };
}
