import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { loadCredential, type StoredCredential } from "./internal/load-credential";
import { type Refreshed, refreshConnection } from "./internal/refresh-connection";
import { rememberUse } from "./internal/remember-use";
import type { Tokens } from "./internal/vault";

/** One human at one server: whose credential is meant. Never anybody else's, never "the most recent". */
export type HumanAtServer = {
  tenant: Ctx["tenant"];
  humanId: string;
  server: { id: string; url: string };
};

/** A credential for one request. `version` says which it was when it is refused. */
export type Credential = { connectionId: string; version: number; accessToken: string };

/**
 * `missing`: the human has to do something; `unavailable`: it could not be renewed for now, and may be later. Expected, hence values.
 */
export type CredentialAnswer =
  | { credential: Credential }
  | { missing: "needs_connection" | "needs_reauth" }
  | { unavailable: string };

/** Tokens are renewed that long before they end, or half their life where they live shorter than twice that. */
const aheadMsMax = 60_000;

/** The human's own credential at a server, read fresh, and renewed where it ends soon. Rejects while the database is away. */
export async function findCredential(at: HumanAtServer): Promise<CredentialAnswer> {
  const stored = await loadCredential({ tenantNo: at.tenant.no, humanId: at.humanId, serverId: at.server.id });
  if (stored === null || stored.status === "revoked") return { missing: "needs_connection" };
  const { tokens } = stored;
  if (stored.status !== "connected" || tokens === null || tokens.url !== at.server.url)
    return { missing: "needs_reauth" };
  if (!stored.usedWithinAMinute) rememberUse(at.tenant.no, stored.id);

  const leftMs = leftMsOf(stored);
  if (leftMs > aheadMsOf(stored)) return answerOf(stored.id, stored.version, tokens);
  if (tokens.refreshToken === undefined && leftMs > 0) return answerOf(stored.id, stored.version, tokens);
  const renewed = await refreshConnection(at.tenant, stored.id, stored.version);
  // What could not be renewed ahead of its end is still good until then.
  if (renewed.kind === "away" && leftMs > 0) return answerOf(stored.id, stored.version, tokens);
  return toAnswer(at, stored.id, renewed);
}

/** Another credential for one that the server has refused with 401: the one that it was renewed to meanwhile, or renewed now. */
export async function renewCredential(at: HumanAtServer, refused: Credential): Promise<CredentialAnswer> {
  return toAnswer(at, refused.connectionId, await refreshConnection(at.tenant, refused.connectionId, refused.version));
}

const answerOf = (connectionId: string, version: number, { accessToken }: Tokens): CredentialAnswer => ({
  credential: { connectionId, version, accessToken },
});

function toAnswer(at: HumanAtServer, id: string, renewed: Refreshed): CredentialAnswer {
  switch (renewed.kind) {
    case "fresh":
      return renewed.tokens.url === at.server.url
        ? answerOf(id, renewed.version, renewed.tokens)
        : { missing: "needs_reauth" };
    case "gone":
      return { missing: "needs_connection" };
    case "dead":
      return { missing: "needs_reauth" };
    case "away":
      return { unavailable: renewed.text };
  }
}

const leftMsOf = ({ expiresAtMs }: StoredCredential): number =>
  expiresAtMs === null ? Number.POSITIVE_INFINITY : expiresAtMs - nowMs();

const aheadMsOf = ({ expiresAtMs, sinceMs }: StoredCredential): number =>
  expiresAtMs === null ? 0 : Math.min(aheadMsMax, Math.max(0, expiresAtMs - sinceMs) / 2);
