import "server-only";
import { z } from "zod";
import type { Prisma } from "@/lib/db/client";
import { tenantClient } from "@/lib/db/tenant";
import { type Bucket, classify } from "@/lib/policy/buckets";
import type { ReasonCode } from "@/lib/policy/decision";
import { type Level, levels, reaches } from "@/lib/policy/level";
import { type OnRecord, toCircumstances } from "@/lib/registry/circumstances";
import { loadSchemas } from "@/lib/registry/load-schemas";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";

/** A tool as an instance that does not exist yet may use it. */
export type OfferedTool = {
  name: string;
  slug: string;
  title: string | null;
  description: string;
  level: Level;
  /** What consenting to each level makes of it, by the decision engine; without the human leaving it out. */
  buckets: Record<Level, Bucket>;
  /** Why it is denied whatever is consented to within the ceiling; null where it is not. */
  denied: ReasonCode | null;
  /** Against the last consent of this human for this agent: its definition is another one, or it is new within that level. */
  since: "changed" | "new" | null;
};

/** One server that this human may delegate. */
export type Offer = {
  key: string;
  name: string;
  description: string;
  enabled: boolean;
  ceiling: Level;
  tools: OfferedTool[];
  connection: "none_needed" | "connected" | "needs_connecting" | "needs_reauth";
  /** The last consent of this human for this agent here, whether or not it still holds. `at`: ISO 8601. */
  last: { level: Level; at: string; excludedTools: string[] } | null;
};

/** For whom: a human and the agent (roll-up) that asks. */
export type Asker = { human: OnRecord["human"] & { id: string }; agent: OnRecord["agent"] & { id: string } };

const grantParts = {
  server: {
    include: {
      tools: { where: { state: { not: "removed" } }, orderBy: { name: "asc" } },
      connections: { select: { humanId: true, status: true } },
    },
  },
} as const satisfies Prisma.GrantInclude;
type GrantRow = Prisma.GrantGetPayload<{ include: typeof grantParts }>;
type ToolRow = GrantRow["server"]["tools"][number];

type LastConsent = { level: Level; updatedAt: Date; excludedTools: string[]; hashes: Record<string, string> };

/**
 * The servers that a human may delegate (`serverKey`: that one only), with what each level of a consent would let a new instance of
 * the agent do. By name. A connection is looked at, never used.
 */
export async function loadOffers(tenantNo: number, asker: Asker, serverKey: string | null): Promise<Offer[]> {
  const db = tenantClient(tenantNo);
  const ofHuman = { humanId: asker.human.id };
  const [{ policySetVersion }, grants, consents] = await Promise.all([
    db.tenant.findUniqueOrThrow({ where: { no: tenantNo }, select: { policySetVersion: true } }),
    db.grant.findMany({
      where: { ...ofHuman, ...(serverKey !== null && { server: { key: serverKey } }) },
      include: { server: { include: { ...grantParts.server.include, connections: { where: ofHuman } } } },
      orderBy: { server: { name: "asc" } },
    }),
    db.consent.findMany({
      where: { instance: { humanId: asker.human.id, agentId: asker.agent.id } },
      orderBy: { updatedAt: "asc" },
    }),
  ]);
  const policies = await loadPolicySet(tenantNo, policySetVersion);
  const tools = grants.flatMap(({ server }) => server.tools);
  const schemas = await loadSchemas(tenantNo, tools);
  const schemaOf = new Map(tools.map(({ id }, i) => [id, schemas[i]]));
  // The newest comes last and stays.
  const lastOf = new Map(consents.map((consent) => [consent.serverId, toLast(consent)]));

  return grants.map((grant): Offer => {
    const { server, ceiling } = grant;
    const last = lastOf.get(server.id);
    const bucketsOf = (tool: ToolRow) => {
      const at = (consent: Level) =>
        classify(
          toCircumstances(
            {
              ...asker,
              // No policy can name an instance that does not exist yet.
              instance: { id: "", status: "active" },
              serverKey: server.key,
              server,
              toolName: tool.name,
              tool: { ...tool, readOnly: readOnlyOf(tool.annotations) },
              inputSchema: schemaOf.get(tool.id),
              ceiling,
              consent: { level: consent, expiresAtMs: null, excludedTools: [] },
            },
            policies,
            null,
          ),
        );
      const found = { low: at("low"), medium: at("medium"), high: at("high") };
      const best = found[ceiling];
      return {
        buckets: { low: found.low.bucket, medium: found.medium.bucket, high: found.high.bucket },
        denied: best.bucket === "denied" ? best.code : null,
      };
    };
    return {
      key: server.key,
      name: server.name,
      description: server.description,
      enabled: server.enabled,
      ceiling,
      tools: server.tools
        .map((tool) => ({
          name: tool.name,
          slug: tool.slug,
          title: tool.title,
          description: tool.description,
          level: tool.level,
          ...bucketsOf(tool),
          since: last ? sinceLast(tool, last) : null,
        }))
        .sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level)),
      connection: connectionOf(grant),
      last: last ? { level: last.level, at: last.updatedAt.toISOString(), excludedTools: last.excludedTools } : null,
    };
  });
}

const readOnlyOf = (annotations: Prisma.JsonValue): boolean | null => {
  const hints = z.object({ readOnlyHint: z.boolean() }).safeParse(annotations);
  return hints.success ? hints.data.readOnlyHint : null;
};

const toLast = (row: {
  level: Level;
  updatedAt: Date;
  excludedTools: string[];
  definitionHashes: Prisma.JsonValue;
}): LastConsent => ({
  level: row.level,
  updatedAt: row.updatedAt,
  excludedTools: row.excludedTools,
  hashes: z.record(z.string(), z.string()).parse(row.definitionHashes),
});

function sinceLast(tool: ToolRow, { level, hashes, excludedTools }: LastConsent): OfferedTool["since"] {
  const agreed = hashes[tool.name];
  if (agreed !== undefined) return agreed === tool.definitionHash ? null : "changed";
  return reaches(level, tool.level) && !excludedTools.includes(tool.name) ? "new" : null;
}

function connectionOf({ server: { auth, connections } }: Pick<GrantRow, "server">): Offer["connection"] {
  if (auth !== "oauth") return "none_needed";
  const [own] = connections;
  if (own?.status === "connected") return "connected";
  return own?.status === "needs_reauth" ? "needs_reauth" : "needs_connecting";
}
