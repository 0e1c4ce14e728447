import { tenantClient } from "@/lib/db/tenant";
import { newId } from "@/lib/kernel/ids";
import { unique, type World } from "./make-tenant";

type ClientKind = "cimd" | "dcr" | "manual";

/** Puts an OAuth client of an agent into the tenant, as if it had registered. The agent is made where it is not there. */
export async function makeOAuthClient(
  { tenant }: Pick<World, "tenant">,
  {
    agent = "claude-code",
    kind = "dcr",
    clientId = `client-${unique()}`,
    name = "Claude Code",
    redirectUris = ["http://localhost:3118/callback"],
  }: { agent?: string; kind?: ClientKind; clientId?: string; name?: string; redirectUris?: string[] } = {},
): Promise<{ id: string; clientId: string; agentId: string }> {
  const db = tenantClient(tenant.no);
  const known = await db.agent.findFirst({ where: { slug: agent } });
  const { id: agentId } =
    known ?? (await db.agent.create({ data: { tenantNo: tenant.no, id: newId("agent"), slug: agent, name } }));
  return db.oAuthClient.create({
    data: {
      tenantNo: tenant.no,
      id: newId("client"),
      clientId,
      agentId,
      kind,
      metadata: { client_name: name, redirect_uris: redirectUris },
    },
  });
}

/** Puts a run of the authorize endpoint into the tenant, valid and waiting for consent; gives its id. */
export async function makeAuthorization(
  { tenant }: Pick<World, "tenant">,
  oauthClientId: string,
  {
    audience = null,
    redirectUri = "http://localhost:3118/callback",
    state = "st-1",
    userAgent = "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0",
    codeChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM",
    expiresAt = new Date(Date.now() + 600_000),
  }: {
    audience?: string | null;
    redirectUri?: string;
    state?: string | null;
    userAgent?: string | null;
    codeChallenge?: string;
    expiresAt?: Date;
  } = {},
): Promise<string> {
  const { id } = await tenantClient(tenant.no).authorizationRequest.create({
    data: {
      tenantNo: tenant.no,
      id: newId("authorization"),
      oauthClientId,
      redirectUri,
      state,
      codeChallenge,
      audience,
      userAgent,
      expiresAt,
    },
  });
  return id;
}
