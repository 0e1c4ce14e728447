import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { oauthError } from "../oauth-error";
import { loadSettings } from "../settings/oauth-settings";
import { type ClientMetadata, readClientMetadata } from "./client-metadata";
import { type ClientRow, toClientRow } from "./client-row";
import { fingerprintOf } from "./fingerprint";
import { insertClient, unusedUntil } from "./insert-client";
import { recognizeAgent } from "./recognize-agent";
import { isAdmitted, judgeRedirectUri } from "./redirect-uri";

/** What came of a registration. `metadata` is what counts of what was sent; `secret` is told this once. */
export type Registered = { client: ClientRow; metadata: ClientMetadata; secret?: string };

/**
 * Registers a client dynamically (RFC 7591 §3). The same metadata again is the same client, so that a client that registers
 * with every start leaves one; each that nobody uses within 14 days goes. Throws `access_denied` where the tenant takes no
 * registrations, `invalid_redirect_uri`, `invalid_client_metadata`.
 */
export async function registerClient(ctx: Ctx, sent: unknown): Promise<Registered> {
  const { registration, admitted } = await loadSettings(ctx.tenant.no);
  if (!registration)
    throw oauthError("access_denied", "Clients cannot register themselves here. Ask an administrator for a client_id.");
  const metadata = readClientMetadata(sent, { defaultAuth: "client_secret_basic", refuses: notAdmitted(admitted) });
  const fingerprint = fingerprintOf(metadata);
  const hasSecret = metadata.token_endpoint_auth_method.startsWith("client_secret");
  const secret = hasSecret ? newSecret("css") : undefined;
  return write(ctx, async (tx, record) => {
    const made = await insertClient(tx, record, ctx, {
      kind: "dcr",
      clientId: newId("client"),
      metadata,
      agent: recognizeAgent(metadata),
      fingerprint,
      secretHash: secret === undefined ? null : hashSecret(secret),
      expiresAt: unusedUntil(),
    });
    if (made) return { client: made, metadata, ...(secret !== undefined && { secret }) };
    // Only a fingerprint can have been there already: client ids are random.
    record.nothing("The same client is registered already.");
    const row = await tx.oAuthClient.findFirstOrThrow({ where: { fingerprint }, include: { agent: true } });
    const client = await tx.oAuthClient.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: row.id } },
      data: {
        registrations: { increment: 1 },
        ...(row.expiresAt !== null && { expiresAt: new Date(later(row.expiresAt)) }),
      },
      include: { agent: true },
    });
    return { client: toClientRow(client), metadata };
  });
}

const later = (expiresAt: Date): number => Math.max(expiresAt.getTime(), unusedUntil().getTime());

/** Why a redirect URI is not taken although it is none that is dangerous. */
export const notAdmitted = (admitted: readonly string[]) => (uri: string) => {
  const judged = judgeRedirectUri(uri);
  return "refused" in judged || isAdmitted(admitted, judged.place)
    ? undefined
    : "is of a place that is not admitted here";
};
