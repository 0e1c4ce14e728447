import "server-only";
import { write } from "@/lib/audit/write";
import type { Human, Server, UpstreamClient } from "@/lib/db/rows";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { hashSecret } from "@/lib/kernel/keys";
import { aboutConnection, recordedConnection } from "@/lib/registry/connections/connection-view";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { type ConnectFailure, isConnectFailure } from "./connect-failures";
import { toExpiry } from "./internal/refresh-connection";
import { type GivenTokens, requestTokens, type TokenAnswer } from "./internal/token-endpoint";
import { credentialsOf, readRegistered, redirectUri } from "./internal/upstream-client";
import { type Attempt, openAttempt, sealTokens } from "./internal/vault";

export { tenantOfState } from "./internal/state";

/** What the authorization server sent the browser back with (RFC 6749 §4.1.2, RFC 9207). */
export type AuthorizationAnswer = {
  state: string;
  code: string | null;
  error: string | null;
  iss: string | null;
};

/** `server` and `returnTo` null: the attempt is nobody's that this session may end. */
export type Finished =
  | { connected: true; server: string; returnTo: string; connectionId: string }
  | { connected: false; server: string; returnTo: string; failure: ConnectFailure }
  | { connected: false; server: null; returnTo: null; failure: "unknown_attempt" };

type Open = { attempt: Attempt; returnTo: string; server: Server; human: Human; client: UpstreamClient };

/**
 * Ends an attempt to connect: checks that it is this session's and this human's, that the right issuer answers, exchanges the code, and
 * seals the tokens before anything else can fail. Leaves `connection.created`, or `connection.reauthorized` where there was one; with
 * outcome error where nothing came of it. Which environment a `state` belongs to says `tenantOfState`.
 */
export async function finishConnection(ctx: Ctx, sessionId: string, answer: AuthorizationAnswer): Promise<Finished> {
  const open = await takeAttempt(ctx, sessionId, answer.state);
  if (!open) return { connected: false, server: null, returnTo: null, failure: "unknown_attempt" };
  const place = { server: open.server.key, returnTo: open.returnTo };
  const refused = async (failure: ConnectFailure, message: string): Promise<Finished> => {
    await recordFailed(ctx, open, failure, message);
    return { connected: false, ...place, failure };
  };

  const { attempt, client } = open;
  // Before anything of the answer is believed, its error included (RFC 9207 §2.4).
  if (!isFromIssuer(attempt, answer.iss)) return refused("mixed_up", "Another issuer answered.");
  if (answer.error !== null)
    return refused(
      isConnectFailure(answer.error) ? answer.error : "refused",
      `The issuer said: ${shown(answer.error)}.`,
    );
  if (answer.code === null) return refused("no_code", "The issuer sent neither a code nor an error.");
  if (client.clientId !== attempt.clientId)
    return refused("invalid_client", "The registration was replaced meanwhile.");

  const given = await requestTokens(attempt.tokenEndpoint, credentialsOf(client), {
    grant_type: "authorization_code",
    code: answer.code,
    redirect_uri: redirectUri(),
    code_verifier: attempt.codeVerifier,
    resource: attempt.resource,
  });
  if (given.kind === "given") return { connected: true, ...place, connectionId: await store(ctx, open, given.tokens) };
  if (given.kind === "refused" && given.code === "invalid_client") await forgetClient(ctx, client);
  return refused(toFailure(given), given.text);
}

const toFailure = (answer: Exclude<TokenAnswer, { kind: "given" }>): ConnectFailure =>
  answer.kind === "away" ? "issuer_away" : answer.code === "invalid_client" ? "invalid_client" : "no_token";

/** Promised and missing is refused; present, it must be the issuer to the letter. */
export const isFromIssuer = ({ issuer, namesItself }: Pick<Attempt, "issuer" | "namesItself">, iss: string | null) =>
  iss === null ? !namesItself : iss === issuer;

const shown = (code: string): string => code.replace(/[^\x20-\x7e]/g, "").slice(0, 100);

/** Takes an attempt out of the table: whatever comes of it, it cannot be ended twice. */
async function takeAttempt(ctx: Ctx, sessionId: string, state: string): Promise<Open | undefined> {
  const { id: humanId } = requireHuman(ctx);
  const tenantNo = ctx.tenant.no;
  return write(ctx, async (tx, record) => {
    record.nothing("What comes of the attempt is an event of its own.");
    const where = { state: hashSecret(state), humanId, sessionId, expiresAt: { gt: now() } };
    const row = await tx.connectionAttempt.findFirst({
      where,
      include: { server: true, human: true, upstreamClient: true },
    });
    if (!row) return undefined;
    const { count } = await tx.connectionAttempt.deleteMany({ where });
    if (count === 0) return undefined;
    const { server, human, upstreamClient: client, returnTo, serverId } = row;
    return { attempt: openAttempt({ tenantNo, humanId, serverId }, row.sealed), returnTo, server, human, client };
  });
}

async function store(ctx: Ctx, { attempt, server, human, client }: Open, given: GivenTokens): Promise<string> {
  const tenantNo = ctx.tenant.no;
  return write(ctx, async (tx, record) => {
    const key = { tenantNo_humanId_serverId: { tenantNo, humanId: human.id, serverId: server.id } };
    const before = await tx.connection.findUnique({ where: key });
    const id = before?.id ?? newId("connection");
    const data = {
      status: "connected" as const,
      issuer: attempt.issuer,
      upstreamClientId: client.id,
      scopes: given.scopes ?? attempt.scopes,
      wantedScopes: attempt.scopes,
      account: given.account,
      tokens: sealTokens(
        { tenantNo, id },
        {
          accessToken: given.accessToken,
          ...(given.refreshToken === null ? {} : { refreshToken: given.refreshToken }),
          url: attempt.url,
          clientId: attempt.clientId,
        },
      ),
      expiresAt: toExpiry(given),
      refreshedAt: now(),
      lastError: null,
    };
    const after = await tx.connection.upsert({
      where: key,
      create: { tenantNo, id, humanId: human.id, serverId: server.id, ...data },
      update: { ...data, version: { increment: 1 } },
    });
    const isNew = before === null || before.status === "revoked";
    await record({
      type: isNew ? "connection.created" : "connection.reauthorized",
      ...aboutConnection({ human, server }),
      changes: { before: isNew ? null : recordedConnection(before), after: recordedConnection(after) },
    });
    return after.id;
  });
}

const recordFailed = (ctx: Ctx, { server, human }: Open, type: ConnectFailure, message: string): Promise<void> =>
  write(ctx, async (tx, record) => {
    const before = await tx.connection.findFirst({ where: { humanId: human.id, serverId: server.id } });
    await record({
      type: before === null || before.status === "revoked" ? "connection.created" : "connection.reauthorized",
      ...aboutConnection({ human, server }),
      outcome: "error",
      error: { type, message },
    });
  });

/** The next attempt registers anew. */
const forgetClient = (ctx: Ctx, client: UpstreamClient): Promise<void> =>
  write(ctx, async (tx, record) => {
    record.nothing("The failed attempt is an event already.");
    await tx.upstreamClient.updateMany({
      where: { id: client.id, clientId: client.clientId },
      data: { metadata: { ...readRegistered(client), isForgotten: true } },
    });
  });
