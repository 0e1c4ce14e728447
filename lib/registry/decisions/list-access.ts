import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid, notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { type Bucket, classify } from "@/lib/policy/buckets";
import type { PolicyRef, ReasonCode } from "@/lib/policy/decision";
import { classifyWithExamples } from "@/lib/policy/examples/classify-with-examples";
import { type Level, minLevel } from "@/lib/policy/level";
import { getAgentRow } from "../agents/get-agent-row";
import { toCircumstances } from "../circumstances";
import { getHumanRow } from "../humans/find-human-row";
import { type Page, pageInput, readCursor, toPage } from "../internal/page";
import { loadSchemas } from "../load-schemas";
import { getServerRow } from "../servers/find-server-row";
import { type DraftInput, loadDraftSet } from "./load-draft-set";
import { loadStandings, loadToolsOf, type Standing } from "./load-standings";

export const ListAccessInput = z.strictObject({
  /** Id. */
  instance: z.string().min(1).max(100).optional(),
  /** Key, id or e-mail. */
  human: z.string().min(1).max(300).optional(),
  /** Slug. */
  agent: z.string().min(1).max(100).optional(),
  /** Key or id. */
  server: z.string().min(1).max(100).optional(),
  /** Name of a tool of `server`: who may use it. */
  tool: z.string().min(1).max(300).optional(),
  /** Whether conditional tools come with arguments that pass and that fail. They cost: a page has fewer instances then. */
  examples: z.enum(["true", "false"]).optional(),
  ...pageInput,
});
export type ListAccessInput = z.infer<typeof ListAccessInput>;

/** One tool as one instance may use it. */
export type ToolAccess = {
  tool: string;
  level: Level;
  bucket: Bucket;
  code: ReasonCode;
  /** What makes it so; of a conditional tool every policy that looks at the arguments or the moment. */
  policies: PolicyRef[];
  passes?: Record<string, unknown>;
  fails?: Record<string, unknown>;
};

/** One instance on one server. */
export type Access = {
  instance: { id: string; label: string; status: "active" | "suspended" | "disconnected" };
  agent: { slug: string; name: string };
  human: { key: string; name: string | null; email: string | null };
  server: { key: string; name: string };
  ceiling: Level | null;
  consent: Level | null;
  /** The lower of the two; null where one is missing or has expired. */
  effective: Level | null;
  counts: Record<Bucket, number>;
  tools: ToolAccess[];
};

/** Conditional tools of one page that are given examples. */
const examplesMax = 200;

/**
 * What instances may use before they have asked for anything, in three buckets: of one instance, of all of an agent or of a human,
 * of all that stand to a server, or of those who may use one tool. A page holds the servers of as many instances as `limit` says;
 * disconnected ones are left out. Throws `not_found` for what is not there, and `invalid` when nothing is asked about.
 */
export async function listAccess(ctx: Ctx, input: ListAccessInput): Promise<Page<Access>> {
  requireScope(ctx, "instances:read");
  requireScope(ctx, "policies:read");
  const { no } = ctx.tenant;
  const db = tenantClient(no);
  const { instance, human, agent, server, tool } = input;
  if (instance === undefined && human === undefined && agent === undefined && server === undefined)
    throw invalid("Say whose access: instance, human, agent or server.");
  if (tool !== undefined && server === undefined)
    throw invalid("A tool is a tool of a server: name the server, too.", [{ path: "server", message: "is needed" }]);

  const serverId = server === undefined ? null : (await getServerRow(db, server)).id;
  const after = readCursor(input.cursor);
  const size = input.limit ?? (input.examples === "true" ? 10 : 25);
  const rows = await db.instance.findMany({
    where: {
      status: { not: "disconnected" },
      ...(instance !== undefined && { id: instance }),
      ...(human !== undefined && { humanId: (await getHumanRow(db, human)).id }),
      ...(agent !== undefined && { agentId: (await getAgentRow(db, agent)).id }),
      ...(serverId !== null &&
        instance === undefined && {
          OR: [{ consents: { some: { serverId } } }, { human: { grants: { some: { serverId } } } }],
        }),
      ...(after !== undefined && { AND: { id: { lt: after } } }),
    },
    select: { id: true },
    orderBy: { id: "desc" },
    take: size + 1,
  });
  if (instance !== undefined && rows.length === 0 && after === undefined) throw notFound(`The instance "${instance}"`);
  const { items, nextCursor } = toPage(
    rows,
    size,
    ({ id }) => [id],
    ({ id }) => id,
  );
  const withExamples = input.examples === "true";
  return { items: await accessOf(ctx, items, { serverId, tool: tool ?? null, withExamples }), nextCursor };
}

type Asked = { serverId: string | null; tool: string | null; withExamples: boolean; draft?: DraftInput };

async function accessOf(ctx: Ctx, instanceIds: readonly string[], asked: Asked): Promise<Access[]> {
  const { no } = ctx.tenant;
  const standings = await loadStandings(no, instanceIds, asked.serverId);
  const tools = await loadToolsOf(no, [...new Set(standings.map(({ server }) => server.id))], asked.tool);
  const offered = [...tools.values()].flat();
  const schemas = await loadSchemas(no, offered);
  const schemaOf = new Map(offered.map(({ id }, i) => [id, schemas[i]]));
  const policies = await loadDraftSet(ctx, asked.draft);
  let examples = asked.withExamples ? examplesMax : 0;

  return standings.map((standing) => {
    const { server } = standing;
    const used = (tools.get(server.id) ?? []).map((tool): ToolAccess => {
      const circumstances = toCircumstances(
        { ...standing, serverKey: server.key, toolName: tool.name, tool, inputSchema: schemaOf.get(tool.id) },
        policies,
        null,
      );
      const plain = classify(circumstances);
      const shown = plain.bucket === "conditional" && examples > 0 ? classifyWithExamples(circumstances) : undefined;
      if (shown) examples -= 1;
      const { bucket, code, policies: by } = shown ?? plain;
      return {
        ...{ tool: tool.name, level: tool.level, bucket, code, policies: by },
        ...(shown?.passes && { passes: shown.passes }),
        ...(shown?.fails && { fails: shown.fails }),
      };
    });
    return toAccess(standing, used);
  });
}

function toAccess({ instance, agent, human, server, ceiling, consent }: Standing, tools: ToolAccess[]): Access {
  const count = (bucket: Bucket): number => tools.filter((tool) => tool.bucket === bucket).length;
  const expired = (consent?.expiresAtMs ?? Number.POSITIVE_INFINITY) <= nowMs();
  return {
    instance,
    agent: { slug: agent.slug, name: agent.name },
    human: { key: human.key, name: human.name, email: human.email },
    server: { key: server.key, name: server.name },
    ceiling,
    consent: consent?.level ?? null,
    effective: ceiling === null || consent === null || expired ? null : minLevel(ceiling, consent.level),
    counts: { allowed: count("allowed"), conditional: count("conditional"), denied: count("denied") },
    tools,
  };
}
