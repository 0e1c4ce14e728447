import "server-only";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { type Bucket, classify } from "@/lib/policy/buckets";
import type { PolicyRef, ReasonCode } from "@/lib/policy/decision";
import { classifyWithExamples } from "@/lib/policy/examples/classify-with-examples";
import { type Level, minLevel } from "@/lib/policy/level";
import { toCircumstances } from "../circumstances";
import { loadSchemas } from "../load-schemas";
import { type DraftInput, loadDraftSet } from "./load-draft-set";
import { loadStandings, loadToolsOf, type Standing } from "./load-standings";

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
  /** When the consent ends; null: not by itself, or there is none. */
  expiresAt: string | null;
  /** The lower of the two; null where one is missing or has expired. */
  effective: Level | null;
  counts: Record<Bucket, number>;
  tools: ToolAccess[];
};

/** Conditional tools of one page that are given examples. */
const examplesMax = 200;

type Asked = { serverId: string | null; tool: string | null; withExamples: boolean; draft?: DraftInput };

/**
 * What instances may use before they have asked for anything, on every server that they or their humans stand to, or on one. Asks
 * nobody whether they may know: verbs do.
 */
export async function loadAccess(ctx: Ctx, instanceIds: readonly string[], asked: Asked): Promise<Access[]> {
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
    expiresAt: typeof consent?.expiresAtMs === "number" ? new Date(consent.expiresAtMs).toISOString() : null,
    effective: ceiling === null || consent === null || expired ? null : minLevel(ceiling, consent.level),
    counts: { allowed: count("allowed"), conditional: count("conditional"), denied: count("denied") },
    tools,
  };
}
