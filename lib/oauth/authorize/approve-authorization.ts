import "server-only";
import { z } from "zod";
import { type Record as Recorder, write } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now, nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { forbidden, HouseError, invalid } from "@/lib/kernel/errors";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { ConsentTerms } from "@/lib/registry/consents/consent-terms";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { InstanceLabel } from "@/lib/registry/instances/create-instance";
import { disconnectRow } from "@/lib/registry/instances/disconnect-row";
import { insertInstance } from "@/lib/registry/instances/insert-instance";
import { instanceParts } from "@/lib/registry/instances/instance-view";
import { noteConsent } from "../onboarding/note-consent";
import { answerUrl } from "./answer-url";
import { toClientWords } from "./client-words";
import { isWithin } from "./expiries";
import { suggestLabel } from "./get-authorization";
import { completeRequest, type RequestRow } from "./open-request";

export const ApproveAuthorizationInput = z.strictObject({
  /** The session that the request was shown in. */
  sessionId: z.string().min(1).max(100),
  /** What the new instance is called. */
  label: InstanceLabel.optional(),
  consents: z.array(z.strictObject({ server: z.string().min(1).max(100), ...ConsentTerms.shape })).max(200),
  /** Ids of own live instances of the same client that the new one replaces: they are disconnected. */
  replaces: z.array(z.string().min(1).max(100)).max(200).optional(),
});
export type ApproveAuthorizationInput = z.infer<typeof ApproveAuthorizationInput>;

/** RFC 6749 §4.1.2 allows ten minutes. Five let a person copy the address by hand to a machine without a browser. */
const codeMs = 5 * 60_000;

/**
 * The human lets the agent act for them: makes the instance, its consents and the authorization code in one transaction, each with its
 * event, and says where the browser goes on. The code stands in that URL and nowhere else.
 *
 * Throws `not_found` for a request that was not shown to this human in this session, `conflict` for one that was answered or has
 * expired; `forbidden` for a level above the ceiling (naming asked, allowed and server), for a server or a length that is not theirs
 * to give, and where human, agent or client is suspended; `invalid` for no server at all, a server named twice, an excluded tool that
 * does not exist, or an expiry in the past. Whatever it throws, the request stays open.
 */
export async function approveAuthorization(
  ctx: Ctx,
  requestId: string,
  given: ApproveAuthorizationInput,
): Promise<{ redirectTo: string }> {
  const { id: humanId } = requireHuman(ctx);
  const input = readInput(given);
  const code = newSecret("csa");
  return write(ctx, async (tx, record) => {
    const request = await completeRequest(tx, requestId, { humanId, sessionId: input.sessionId });
    await requireActive(tx, request, humanId);
    await requireGivable(tx, request, input.consents);
    const words = toClientWords(request.client, request.redirectUri);

    const instance = await insertInstance(tx, record, ctx, {
      agentId: request.client.agentId,
      humanId,
      oauthClientId: request.client.id,
      label: input.label ?? suggestLabel(request),
      consents: input.consents,
      details: { clientId: words.clientId, registered: request.client.kind, redirect: words.redirect.host },
    });
    await replace(tx, record, { humanId, oauthClientId: request.client.id, ids: input.replaces ?? [] });

    await tx.authorizationCode.create({
      data: {
        tenantNo: ctx.tenant.no,
        hash: hashSecret(code),
        requestId: request.id,
        instanceId: instance.id,
        expiresAt: new Date(nowMs() + codeMs),
      },
    });
    // Somebody uses this registration: it does not run out any more.
    await tx.oAuthClient.updateMany({
      where: { id: request.client.id },
      data: { lastUsedAt: now(), expiresAt: null },
    });
    noteConsent(ctx, request);
    const { redirectUri, state } = request;
    return { redirectTo: answerUrl({ tenantSlug: ctx.tenant.slug, redirectUri, state }, { code }) };
  });
}

function readInput(given: ApproveAuthorizationInput): ApproveAuthorizationInput {
  const read = ApproveAuthorizationInput.safeParse(given);
  if (!read.success) {
    const issues = read.error.issues.map(({ path, message }) => ({ path: path.join("."), message }));
    throw invalid(issues[0]?.message ?? "This is no answer to the request.", issues);
  }
  const servers = read.data.consents.map(({ server }) => server);
  if (servers.length === 0) throw invalid("Choose at least one server, or refuse.");
  const twice = servers.findIndex((server, index) => servers.indexOf(server) < index);
  if (twice < 0) return read.data;
  const message = `"${servers[twice]}" is named twice.`;
  throw invalid(message, [{ path: `consents.${twice}.server`, message }]);
}

/** Asked of the rows as they are now: an admin may have suspended somebody since the page was opened. */
async function requireActive(tx: TenantTransaction, { client }: RequestRow, humanId: string): Promise<void> {
  const human = await tx.human.findFirst({ where: { id: humanId } });
  if (human?.status !== "active") throw forbidden("An admin has suspended you here: no agent can act for you.");
  if (client.status !== "active" || client.agent.status !== "active")
    throw forbidden(`An admin has suspended ${client.agent.name} here.`);
}

/** Only what was asked for (RFC 8707), and for no longer than the tenant allows. Ceilings are asked with each consent. */
async function requireGivable(
  tx: TenantTransaction,
  { audience }: RequestRow,
  consents: ApproveAuthorizationInput["consents"],
): Promise<void> {
  const settings = await tx.oAuthSettings.findFirst({ select: { consentDays: true } });
  const days = settings?.consentDays ?? null;
  for (const [index, { server, expiresAt }] of consents.entries()) {
    if (audience !== null && server !== audience)
      throw refused(`consents.${index}.server`, `Only "${audience}" was asked for, not "${server}".`);
    if (!isWithin(expiresAt ?? null, days))
      throw refused(`consents.${index}.expiresAt`, `A consent may be given for ${days} days at most here.`);
  }
}

const refused = (path: string, message: string) =>
  new HouseError("forbidden", message, { issues: [{ path, message }] });

async function replace(
  tx: TenantTransaction,
  record: Recorder,
  { humanId, oauthClientId, ids }: { humanId: string; oauthClientId: string; ids: readonly string[] },
): Promise<void> {
  const rows = await tx.instance.findMany({
    where: { id: { in: [...ids] }, humanId, oauthClientId },
    include: instanceParts,
    orderBy: { id: "asc" },
  });
  const found = new Set(rows.map(({ id }) => id));
  const index = ids.findIndex((id) => !found.has(id));
  if (index >= 0) {
    const message = "This is no connection of yours with the same client.";
    throw invalid(message, [{ path: `replaces.${index}`, message }]);
  }
  for (const row of rows) await disconnectRow(tx, record, row);
}
