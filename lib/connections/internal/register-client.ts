import "server-only";
import { z } from "zod";
import type { UpstreamClient } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import { absolute, publicUrl } from "@/lib/kernel/env";
import { conflict, HouseError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { paths } from "@/lib/kernel/paths";
import { registrationRequest } from "../client-metadata";
import type { UpstreamAuthorization } from "../discover-upstream-auth";
import { fetchBounded, toJson } from "./bounded-fetch";
import { type ClientAuthMethod, chooseAuthMethod, clientAuthMethods } from "./client-auth";
import { type Registered, readRegistered, redirectUri, toRegistered } from "./upstream-client";
import { sealSecret } from "./vault";

/** A registration that is to be stored: what the row will say. */
export type NewClient = {
  kind: "cimd" | "dcr" | "manual";
  issuer: string;
  clientId: string;
  secret: string | null;
  registered: Registered;
};

const timeMs = 8_000;

/** RFC 7591 §3.2.1, as far as it is used. Null and absent are the same. */
const Answer = z.object({
  client_id: z.string().min(1).max(2000),
  client_secret: z.string().min(1).max(2000).nullish(),
  client_secret_expires_at: z.number().nullish().catch(null),
  token_endpoint_auth_method: z.string().nullish(),
});

/** Whether what is stored can still be used at this issuer, as this gateway is reached today. */
export function isUsable(row: UpstreamClient): boolean {
  const { redirectUri: led, secretExpiresAtMs, isForgotten } = readRegistered(row);
  if (row.kind === "manual") return true;
  return isForgotten !== true && led === redirectUri() && (secretExpiresAtMs ?? Number.MAX_VALUE) > nowMs() + 60_000;
}

/**
 * Becomes a client of an issuer: by the metadata document where it reads such and can reach ours, else by dynamic registration
 * (MCP authorization, "Client Registration Approaches"; what an admin registered by hand comes before both, `findManual`). Throws
 * `upstream` where the issuer refuses, or offers neither.
 */
export async function registerClient(found: UpstreamAuthorization): Promise<NewClient> {
  const { issuer } = found;
  if (issuer.readsDocuments && publicUrl().startsWith("https:"))
    return {
      kind: "cimd",
      issuer: issuer.issuer,
      clientId: absolute(paths.clientMetadata()),
      secret: null,
      registered: toRegistered(found, { method: "none" }),
    };
  if (issuer.registrationEndpoint === undefined)
    throw new HouseError(
      "upstream",
      `${new URL(issuer.issuer).host} takes no registrations. An administrator has to register Countersign there (redirect URI ${redirectUri()}) and enter the client id at the server.`,
    );
  const method = clientAuthMethods.find((one) => issuer.authMethods.includes(one)) ?? "client_secret_basic";
  const answer = await fetchBounded(
    issuer.registrationEndpoint,
    {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(registrationRequest(method)),
    },
    timeMs,
  );
  const parsed = Answer.safeParse(toJson(answer.text));
  if (answer.status >= 300 || !parsed.success)
    throw new HouseError(
      "upstream",
      `${new URL(issuer.issuer).host} did not take the registration of Countersign (HTTP ${answer.status}).`,
    );
  const { client_id, client_secret, client_secret_expires_at, token_endpoint_auth_method } = parsed.data;
  const secret = client_secret ?? null;
  const told = clientAuthMethods.find((one) => one === token_endpoint_auth_method);
  return {
    kind: "dcr",
    issuer: issuer.issuer,
    clientId: client_id,
    secret: (told ?? method) === "none" ? null : secret,
    registered: toRegistered(found, {
      method: secret === null ? "none" : (told ?? method),
      ...(client_secret_expires_at ? { secretExpiresAtMs: client_secret_expires_at * 1000 } : {}),
    }),
  };
}

/** The registration that an admin made by hand. */
export function manualClient(found: UpstreamAuthorization, clientId: string, secret: string | null): NewClient {
  const method: ClientAuthMethod = chooseAuthMethod(found.issuer.authMethods, secret !== null);
  return { kind: "manual", issuer: found.issuer.issuer, clientId, secret, registered: toRegistered(found, { method }) };
}

/** Stores a registration in place of an older one at the same issuer. Connections keep the client that they were made with. */
export async function putClient(
  tx: TenantTransaction,
  tenantNo: number,
  serverId: string,
  { kind, issuer, clientId, secret, registered }: NewClient,
): Promise<UpstreamClient> {
  const key = { tenantNo_serverId_issuer: { tenantNo, serverId, issuer } };
  const before = await tx.upstreamClient.findUnique({ where: key });
  const id = before?.id ?? newId("upstreamClient");
  const data = {
    kind,
    clientId,
    secret: secret === null ? null : sealSecret({ tenantNo, id }, secret),
    metadata: registered,
  };
  return tx.upstreamClient.upsert({ where: key, create: { tenantNo, id, serverId, issuer, ...data }, update: data });
}

/**
 * The registration to begin with: what is stored for this issuer, if it can be used. Throws `conflict` where an admin registered a
 * client by hand at another issuer: its secret is for that one only.
 */
export async function findClient(
  tx: TenantClient | TenantTransaction,
  serverId: string,
  issuer: string,
): Promise<UpstreamClient | undefined> {
  const rows = await tx.upstreamClient.findMany({ where: { serverId } });
  const row = rows.find((one) => one.issuer === issuer);
  if (row) return isUsable(row) ? row : undefined;
  if (rows.some(({ kind }) => kind === "manual"))
    throw conflict(
      `The server names another authorization server now (${new URL(issuer).host}). An administrator has to enter the client id that belongs to it.`,
    );
  return undefined;
}
