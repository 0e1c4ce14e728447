import type { Agent, Human, OAuthClient } from "@/lib/db/rows";
import { ClientMetadata } from "./client-metadata";
import { judgeRedirectUri } from "./redirect-uri";

/** An OAuth client as the API and the console show it. */
export type ClientView = {
  clientId: string;
  /** How it came: by its metadata document, by registering itself, by an administrator. */
  kind: "cimd" | "dcr" | "manual";
  status: "active" | "suspended";
  /** What it calls itself; nobody has checked that. */
  name: string;
  /** The host that its metadata document proves; null where nothing is proved. */
  verifiedHost: string | null;
  agent: { slug: string; name: string };
  redirectUris: string[];
  /** Hosts, `localhost`, or schemes that its answers go to. */
  places: string[];
  grantTypes: string[];
  authMethod: ClientMetadata["token_endpoint_auth_method"];
  links: { website: string | null; logo: string | null; policy: string | null; terms: string | null };
  /** Key of the human under whose authority it acts by itself; null for clients of humans. */
  human: string | null;
  /** How often the same was registered. */
  registrations: number;
  /** How many of its instances are not disconnected. */
  instances: number;
  createdAt: string;
  lastUsedAt: string | null;
  /** When it goes, where nobody uses it before. */
  expiresAt: string | null;
};

/** What a query includes so that `toClientView` can show it. */
export const clientParts = {
  agent: true,
  human: true,
  _count: { select: { instances: { where: { status: { not: "disconnected" } } } } },
} as const;

type Row = OAuthClient & { agent: Agent; human: Human | null; _count: { instances: number } };

export function toClientView(row: Row): ClientView {
  const metadata = ClientMetadata.parse(row.metadata);
  return {
    clientId: row.clientId,
    kind: row.kind,
    status: row.status,
    name: metadata.client_name ?? row.agent.name,
    verifiedHost: row.kind === "cimd" ? new URL(row.clientId).host : null,
    agent: { slug: row.agent.slug, name: row.agent.name },
    redirectUris: metadata.redirect_uris,
    places: placesOf(metadata),
    grantTypes: metadata.grant_types,
    authMethod: metadata.token_endpoint_auth_method,
    links: {
      website: metadata.client_uri ?? null,
      logo: metadata.logo_uri ?? null,
      policy: metadata.policy_uri ?? null,
      terms: metadata.tos_uri ?? null,
    },
    human: row.human?.key ?? null,
    registrations: row.registrations,
    instances: row._count.instances,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
  };
}

const placesOf = ({ redirect_uris }: ClientMetadata): string[] => [
  ...new Set(
    redirect_uris.flatMap((uri) => {
      const judged = judgeRedirectUri(uri);
      return "refused" in judged ? [] : [judged.place];
    }),
  ),
];
