import "server-only";
import { z } from "zod";
import { redactChain } from "@/lib/audit/redact";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import type { Bucket } from "@/lib/policy/buckets";
import type { Decision, ExplainedStep } from "@/lib/policy/decision";
import { classifyWithExamples } from "@/lib/policy/examples/classify-with-examples";
import { explain } from "@/lib/policy/explain";
import type { Question } from "@/lib/policy/question";
import { explainStep } from "@/lib/policy/trust";
import { waysOut } from "@/lib/policy/ways-out";
import { toCircumstances } from "../circumstances";
import { loadSchemas } from "../load-schemas";
import { findServerRow } from "../servers/find-server-row";
import { DraftInput, loadDraftSet } from "./load-draft-set";
import { loadStandings, loadToolsOf, type Standing } from "./load-standings";
import { toWayOutView, type WayOutView } from "./way-out-view";

export const DecideCallInput = z.strictObject({
  /** Id of the instance that would call. */
  instance: z.string().min(1).max(100),
  /** Key or id. */
  server: z.string().min(1).max(100),
  /** Name. */
  tool: z.string().min(1).max(300),
  arguments: z.record(z.string(), z.unknown()).optional(),
  /** Where the call would come from; nothing is known of it where it is left out. */
  ip: z.union([z.ipv4(), z.ipv6()]).optional(),
  /** When it would be made; now, where it is left out. */
  at: z.iso.datetime({ offset: true }).optional(),
  draft: DraftInput.optional(),
});
export type DecideCallInput = z.infer<typeof DecideCallInput>;

export type DecidedCall = {
  decision: Decision["decision"];
  reason: Decision["reason"];
  policy: Decision["policy"];
  policySetVersion: number;
  chain: ExplainedStep[];
  /** What can be said of the tool without arguments. */
  bucket: Bucket;
  /** Arguments that would pass and that would not, for a conditional tool. */
  passes?: Record<string, unknown>;
  fails?: Record<string, unknown>;
  /** Of a denial: the smallest changes that would have allowed it, of those that whoever asks may make or ask for. */
  wouldAllow?: WayOutView[];
};

/**
 * Says how a call would be decided, with the whole chain, under the policies that are in force or with a draft among them.
 * Nothing is called and nothing is recorded. Throws `not_found` for an instance that is not there; a server or a tool that is
 * not there is a decision.
 */
export async function decideCall(ctx: Ctx, input: DecideCallInput): Promise<DecidedCall> {
  requireScope(ctx, "policies:read");
  requireScope(ctx, "instances:read");
  const question = await toQuestion(ctx, input);
  const { decision, reason, policy, policySetVersion, chain } = explain(question);
  const { bucket, passes, fails } = classifyWithExamples(question);
  return {
    decision,
    reason,
    policy,
    policySetVersion,
    chain: redactChain(chain).map(explainStep),
    bucket,
    ...(passes && { passes }),
    ...(fails && { fails }),
    ...(decision === "deny" && { wouldAllow: waysOut(question).map((way) => toWayOutView(ctx, question, way)) }),
  };
}

async function toQuestion(ctx: Ctx, input: DecideCallInput): Promise<Question> {
  const { no } = ctx.tenant;
  const server = await findServerRow(tenantClient(no), input.server);
  const [standing] = await loadStandings(no, [input.instance], server?.id ?? null);
  const alone = standing ?? (await standingWithoutServer(ctx, input.instance));
  const [tool] = server ? ((await loadToolsOf(no, [server.id], input.tool)).get(server.id) ?? []) : [];
  const [inputSchema] = tool ? await loadSchemas(no, [tool]) : [];
  const policies = await loadDraftSet(ctx, input.draft);
  const known = server !== null && standing !== undefined;
  const circumstances = toCircumstances(
    {
      ...alone,
      serverKey: server?.key ?? input.server,
      server: known ? standing.server : null,
      toolName: input.tool,
      tool: tool ?? null,
      inputSchema,
      ceiling: known ? standing.ceiling : null,
      consent: known ? standing.consent : null,
    },
    policies,
    input.ip ?? null,
  );
  const at = input.at === undefined ? nowMs() : Date.parse(input.at);
  return { ...circumstances, nowMs: at, arguments: input.arguments };
}

/** An instance that stands to no server, or is asked about one that is not there. */
async function standingWithoutServer(
  ctx: Ctx,
  instanceId: string,
): Promise<Pick<Standing, "agent" | "human" | "instance">> {
  const row = await tenantClient(ctx.tenant.no).instance.findFirst({
    where: { id: instanceId },
    include: { agent: true, human: true },
  });
  if (!row) throw notFound(`The instance "${instanceId}"`);
  const { agent, human } = row;
  return {
    instance: { id: row.id, label: row.label, status: row.status },
    agent: { ...agent, suspended: agent.status !== "active" },
    human: { ...human, suspended: human.status !== "active" },
  };
}
