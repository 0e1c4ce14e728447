import "server-only";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { oauthError } from "../oauth-error";
import { loadSettings } from "../settings/oauth-settings";
import { readClientMetadata } from "./client-metadata";
import { aboutClient, type ClientRow, findClientRow, recordedClient, toClientRow } from "./client-row";
import { fingerprintOf } from "./fingerprint";
import { toJson } from "./insert-client";
import { notAdmitted } from "./register-client";
import { isRegistrationToken } from "./registration-token";

/**
 * The registration that a client looks after by itself (RFC 7592). Throws `invalid_token` for whoever does not hold its
 * registration access token, in the same words whether there is such a client or not.
 */
export async function getRegistration(ctx: Ctx, clientId: string, token: string | undefined): Promise<ClientRow> {
  const client = await findClientRow(ctx.tenant.no, clientId);
  if (client?.kind !== "dcr" || token === undefined || !isRegistrationToken(client, token))
    throw oauthError("invalid_token", "The registration access token is not valid here.");
  return client;
}

/**
 * Replaces what a client said at its registration (RFC 7592 §2.2). Throws `access_denied` where it is not the client's alone
 * or a human has used it already: nobody may lead somebody else's answers elsewhere. Its way to authenticate stays.
 */
export async function replaceRegistration(
  ctx: Ctx,
  clientId: string,
  token: string | undefined,
  sent: unknown,
): Promise<ClientRow> {
  const asked = await getRegistration(ctx, clientId, token);
  const { admitted } = await loadSettings(ctx.tenant.no);
  const defaultAuth = asked.metadata.token_endpoint_auth_method;
  const metadata = readClientMetadata(sent, { defaultAuth, refuses: notAdmitted(admitted) });
  if (metadata.token_endpoint_auth_method !== defaultAuth)
    throw oauthError("invalid_client_metadata", "token_endpoint_auth_method cannot be changed. Register anew.");
  return write(ctx, async (tx, record) => {
    const before = await lockOwn(tx, ctx, asked);
    const taken = await tx.oAuthClient.findFirst({
      where: { fingerprint: fingerprintOf(metadata), id: { not: before.id }, NOT: { fingerprint: null } },
    });
    if (taken) throw oauthError("access_denied", "There is such a client already. Register anew to get its client_id.");
    const after = toClientRow(
      await tx.oAuthClient.update({
        where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
        data: { metadata: toJson(metadata), fingerprint: fingerprintOf(metadata) },
        include: { agent: true },
      }),
    );
    await record({
      type: "oauth.client.updated",
      ...aboutClient(after),
      changes: { before: recordedClient(before), after: recordedClient(after) },
    });
    return after;
  });
}

/** Gives a registration up (RFC 7592 §2.3). Throws `access_denied` as `replaceRegistration` does. */
export async function deleteRegistration(ctx: Ctx, clientId: string, token: string | undefined): Promise<void> {
  const asked = await getRegistration(ctx, clientId, token);
  await write(ctx, async (tx, record) => {
    const before = await lockOwn(tx, ctx, asked);
    await tx.oAuthClient.deleteMany({ where: { id: before.id } });
    await record({
      type: "oauth.client.deleted",
      ...aboutClient(before),
      changes: { before: recordedClient(before), after: null },
      details: { why: "deleted" },
    });
  });
}

async function lockOwn(tx: TenantTransaction, ctx: Ctx, { id }: ClientRow): Promise<ClientRow> {
  await tx.$queryRaw`SELECT 1 FROM oauth_client WHERE tenant_no = ${ctx.tenant.no} AND id = ${id} FOR UPDATE`;
  const row = await tx.oAuthClient.findFirst({ where: { id }, include: { agent: true, instances: { take: 1 } } });
  if (!row) throw oauthError("invalid_token", "The registration access token is not valid here.");
  const { instances, ...client } = row;
  if (client.registrations > 1 || instances.length > 0 || client.lastUsedAt !== null)
    throw oauthError("access_denied", "This registration is shared or in use. Register anew instead of changing it.");
  return toClientRow(client);
}
