import "server-only";
import type { Agent, OAuthClient } from "@/lib/db/rows";
import { type TenantClient, type TenantTransaction, tenantClient } from "@/lib/db/tenant";
import { notFound } from "@/lib/kernel/errors";
import { ClientMetadata } from "./client-metadata";

/** A client as the endpoints use it: its row, with its metadata read. */
export type ClientRow = Omit<OAuthClient, "metadata"> & { metadata: ClientMetadata; agent: Agent };

export const toClientRow = (row: OAuthClient & { agent: Agent }): ClientRow => ({
  ...row,
  metadata: ClientMetadata.parse(row.metadata),
});

/** The client of a client_id in this tenant; undefined where it is none of its. */
export async function findClientRow(
  tenantNo: number,
  clientId: string,
  db: TenantClient | TenantTransaction = tenantClient(tenantNo),
): Promise<ClientRow | undefined> {
  if (clientId.length > 2_000 || clientId.includes("\0")) return undefined;
  const row = await db.oAuthClient.findFirst({ where: { clientId }, include: { agent: true } });
  return row ? toClientRow(row) : undefined;
}

/** Like `findClientRow`; throws `not_found`. */
export async function getClientRow(tenantNo: number, clientId: string, db?: TenantTransaction): Promise<ClientRow> {
  const row = await findClientRow(tenantNo, clientId, db);
  if (!row) throw notFound(`The OAuth client "${clientId.slice(0, 200)}"`);
  return row;
}

/** What an event of a client says in every case. */
export const aboutClient = ({
  id,
  clientId,
  metadata,
  agent,
}: Pick<ClientRow, "id" | "clientId" | "metadata" | "agent">) => ({
  refs: { agent: { id: agent.id, key: agent.slug }, resource: { id, key: clientId } },
  agent: { slug: agent.slug, key: `agent|${clientId}`, name: agent.name },
  resource: { type: "oauth_client", key: clientId, name: metadata.client_name ?? clientId },
});

/** What an event tells of a client: what people look at, never a credential. */
export const recordedClient = ({ clientId, kind, status, metadata, agent }: ClientRow): Record<string, unknown> => ({
  clientId,
  kind,
  status,
  agent: agent.slug,
  name: metadata.client_name ?? null,
  redirectUris: metadata.redirect_uris,
  grantTypes: metadata.grant_types,
  authMethod: metadata.token_endpoint_auth_method,
});
