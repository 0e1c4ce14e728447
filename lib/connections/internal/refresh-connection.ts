import "server-only";
import { setTimeout as sleep } from "node:timers/promises";
import { write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now, nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { aboutConnection, recordedConnection } from "@/lib/registry/connections/connection-view";
import { makeGate } from "./gate";
import { gatewayCtx } from "./gateway-ctx";
import { type LockedConnection, lockConnection } from "./lock-connection";
import { type GivenTokens, requestTokens, type TokenAnswer } from "./token-endpoint";
import { credentialsOf, readRegistered } from "./upstream-client";
import { openTokens, sealTokens, type Tokens } from "./vault";

/** What became of a refresh. `away`: the issuer could not be asked; what there was before is still there. */
export type Refreshed =
  | { kind: "fresh"; version: number; tokens: Tokens }
  | { kind: "gone" }
  | { kind: "dead" }
  | { kind: "away"; text: string };

const running = new Map<string, Promise<Refreshed>>();
const failed = new Map<string, { untilMs: number; text: string }>();
/** A refresh holds a connection of the pool while the issuer answers: a slow issuer must not take all of them. */
const gate = makeGate({ max: 3, maxOfAll: 8 });
/** How long an issuer that gave no answer is left alone. */
const pauseMs = 3_000;

/**
 * Renews the tokens of a connection whose version is `version`, exactly once however many calls and processes want it: the row is
 * locked, read again, and whoever finds a newer version takes that. The new refresh token is committed before anybody uses what came
 * with it, so a process that dies afterwards loses nothing. Never throws for what the issuer does.
 */
export function refreshConnection(tenant: Ctx["tenant"], id: string, version: number): Promise<Refreshed> {
  const key = `${tenant.no}/${id}/${version}`;
  const before = failed.get(key);
  if (before && before.untilMs > nowMs()) return Promise.resolve({ kind: "away", text: before.text });
  failed.delete(key);
  let shared = running.get(key);
  if (!shared) {
    shared = gate(String(tenant.no), () => refresh(tenant, id, version))
      .catch((): Refreshed => ({ kind: "away", text: "The connection is being renewed elsewhere, which takes long." }))
      .then((answer) => {
        if (answer.kind === "away") failed.set(key, { untilMs: nowMs() + pauseMs, text: answer.text });
        return answer;
      })
      .finally(() => running.delete(key));
    running.set(key, shared);
    if (failed.size > 10_000) failed.clear();
  }
  return shared;
}

/**
 * The issuer has taken the old refresh token back by the time its answer is here: the answer is stored whatever becomes of this
 * transaction, as long as the process lives.
 */
async function refresh(tenant: Ctx["tenant"], id: string, version: number): Promise<Refreshed> {
  const exchange: Exchange = { answer: undefined };
  for (let attempt = 1; ; attempt += 1)
    try {
      return await refreshOnce(tenant, id, version, exchange);
    } catch (error) {
      if (exchange.answer?.kind !== "given" || attempt === storeAttempts) throw error;
      await sleep(attempt * 300);
    }
}

/** What the issuer answered, if it was asked. It is asked once. */
type Exchange = { answer: TokenAnswer | undefined };
const storeAttempts = 6;

function refreshOnce(tenant: Ctx["tenant"], id: string, version: number, exchange: Exchange): Promise<Refreshed> {
  return write(gatewayCtx(tenant), async (tx, record): Promise<Refreshed> => {
    const row = await lockConnection(tx, tenant.no, id);
    if (!row || row.status === "revoked") {
      record.nothing("There is nothing left to renew.");
      return { kind: "gone" };
    }
    if (row.status === "needs_reauth" || row.tokens === null) {
      record.nothing("It is known to be dead already.");
      return { kind: "dead" };
    }
    const tokens = openTokens(row, row.tokens);
    if (row.version !== version) {
      record.nothing("Another call has renewed it meanwhile.");
      return { kind: "fresh", version: row.version, tokens };
    }
    const client = row.upstreamClient;
    const died = async (
      type: "connection.expired" | "connection.refresh_failed",
      error: { type: string; message: string },
    ): Promise<Refreshed> => {
      const after = await tx.connection.update({
        where: { tenantNo_id: { tenantNo: tenant.no, id } },
        data: { status: "needs_reauth", tokens: null, version: { increment: 1 }, lastError: error.message },
      });
      await record({
        type,
        ...aboutConnection(row),
        outcome: "error",
        error,
        changes: { before: recordedConnection(row), after: recordedConnection(after) },
      });
      return { kind: "dead" };
    };

    if (tokens.refreshToken === undefined)
      return died("connection.expired", { type: "expired", message: "The access ended and cannot be renewed." });
    // A refresh token is worth nothing to another client than the one it was given to.
    if (client === null || client.clientId !== tokens.clientId)
      return died("connection.refresh_failed", {
        type: "invalid_client",
        message: "The registration that the connection was made with is gone.",
      });

    const { tokenEndpoint, resource } = readRegistered(client);
    exchange.answer ??= await requestTokens(tokenEndpoint, credentialsOf(client), {
      grant_type: "refresh_token",
      refresh_token: tokens.refreshToken,
      resource,
    });
    const { answer } = exchange;
    if (answer.kind === "away") {
      record.nothing("The issuer could not be asked; the connection stays as it is.");
      return answer;
    }
    if (answer.kind === "refused") {
      if (answer.code === "invalid_client") await forget(tx, row);
      return died("connection.refresh_failed", { type: answer.code, message: answer.text });
    }
    const fresh = toTokens(answer.tokens, tokens);
    const after = await tx.connection.update({
      where: { tenantNo_id: { tenantNo: tenant.no, id } },
      data: {
        tokens: sealTokens({ tenantNo: tenant.no, id }, fresh),
        version: { increment: 1 },
        refreshedAt: now(),
        expiresAt: toExpiry(answer.tokens),
        lastError: null,
        ...(answer.tokens.scopes === null ? {} : { scopes: answer.tokens.scopes }),
      },
    });
    record.nothing("The same access goes on with new tokens; when that was last is on the connection.");
    return { kind: "fresh", version: after.version, tokens: fresh };
  });
}

/** An issuer may give a new refresh token or leave the old one in force (RFC 6749 §6). */
const toTokens = (given: GivenTokens, before: Tokens): Tokens => ({
  ...before,
  accessToken: given.accessToken,
  ...(given.refreshToken === null ? {} : { refreshToken: given.refreshToken }),
});

export const toExpiry = ({ expiresInSeconds }: GivenTokens): Date | null =>
  expiresInSeconds === null ? null : new Date(nowMs() + Math.min(expiresInSeconds, 10 * 365 * 86_400) * 1000);

/** The issuer knows the client no more: the next attempt to connect registers anew. */
async function forget(tx: TenantTransaction, { upstreamClient }: LockedConnection): Promise<void> {
  if (!upstreamClient) return;
  const { tenantNo, id } = upstreamClient;
  await tx.upstreamClient.update({
    where: { tenantNo_id: { tenantNo, id } },
    data: { metadata: { ...readRegistered(upstreamClient), isForgotten: true } },
  });
}
