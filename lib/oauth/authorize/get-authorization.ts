import "server-only";
import type { TenantClient } from "@/lib/db/tenant";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { type ClientWords, toClientWords } from "./client-words";
import { type ExpiryChoice, expiryChoices } from "./expiries";
import { loadOffers, type Offer } from "./load-offers";
import type { RequestRow } from "./open-request";
import { platformOf } from "./platform-of";
import { takeUpRequest } from "./take-up-request";

/** A live instance of the same human and client, which the new one may replace. Times are ISO 8601. */
export type Replaceable = {
  id: string;
  label: string;
  status: "active" | "suspended";
  connectedAt: string | null;
  createdAt: string;
  /** Whether it looks like the very same client: it is ticked unless the human says otherwise. */
  likely: boolean;
};

/** Everything that the consent page shows and lets choose. */
export type AuthorizationView = {
  id: string;
  tenant: { slug: string; name: string; organization: string };
  human: { key: string; name: string | null; email: string | null; suspended: boolean };
  client: ClientWords;
  agent: { slug: string; name: string; suspended: boolean };
  /** Key of the one server that was asked for; null: all of the tenant. */
  audience: string | null;
  /** What the instance is called unless the human says otherwise. */
  label: string;
  offers: Offer[];
  replaces: Replaceable[];
  expiries: ExpiryChoice[];
  /** Until when it can be answered, ISO 8601. */
  expiresAt: string;
};

/**
 * An agent's request for authorization, for the human who is to decide: it is theirs, and this session's, from the first look on.
 * Throws `not_found` for nobody's here and for one that another human or session has taken up, `conflict` for one that was answered
 * or has expired, `forbidden` for whoever is no human. (DESIGN §6.)
 */
export async function getAuthorization(ctx: Ctx, requestId: string, sessionId: string): Promise<AuthorizationView> {
  const { id: humanId } = requireHuman(ctx);
  const request = await takeUpRequest(ctx, requestId, { humanId, sessionId });
  const db = tenantClient(ctx.tenant.no);
  const [human, tenant, settings] = await Promise.all([
    db.human.findFirst({ where: { id: humanId } }),
    db.tenant.findUniqueOrThrow({ where: { no: ctx.tenant.no }, include: { organization: true } }),
    db.oAuthSettings.findFirst({ select: { consentDays: true } }),
  ]);
  if (!human) throw notFound("This human");
  const { client } = request;
  const { agent } = client;
  const label = suggestLabel(request);
  const suspended = human.status !== "active";
  return {
    id: request.id,
    tenant: { slug: tenant.slug, name: tenant.name, organization: tenant.organization.name },
    human: { key: human.key, name: human.name, email: human.email, suspended },
    client: toClientWords(client, request.redirectUri),
    agent: { slug: agent.slug, name: agent.name, suspended: isSuspended(request) },
    audience: request.audience,
    label,
    offers: await loadOffers(
      ctx.tenant.no,
      { human: { ...human, suspended }, agent: { ...agent, suspended: isSuspended(request) } },
      request.audience,
    ),
    replaces: await findReplaceable(db, { humanId, oauthClientId: client.id, label }),
    expiries: expiryChoices(settings?.consentDays ?? null),
    expiresAt: request.expiresAt.toISOString(),
  };
}

const isSuspended = ({ client }: RequestRow): boolean => client.status !== "active" || client.agent.status !== "active";

/** A program runs where its browser runs, so the same agent on two computers gets two names; a service in the web runs anywhere. */
export function suggestLabel({ client, redirectUri, userAgent }: RequestRow): string {
  const words = toClientWords(client, redirectUri);
  const platform = words.redirect.kind === "web" ? undefined : platformOf(userAgent);
  return platform === undefined ? client.agent.name : `${client.agent.name} on ${platform}`;
}

async function findReplaceable(
  db: TenantClient,
  { humanId, oauthClientId, label }: { humanId: string; oauthClientId: string; label: string },
): Promise<Replaceable[]> {
  const rows = await db.instance.findMany({
    where: { humanId, oauthClientId, status: { not: "disconnected" } },
    orderBy: { id: "desc" },
  });
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    status: row.status === "suspended" ? "suspended" : "active",
    connectedAt: row.connectedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    likely: row.label === label,
  }));
}
