import "server-only";
import { z } from "zod";
import { keepArguments, keepResult } from "@/lib/audit/payload/keep-call";
import { type PayloadRule, partRules } from "@/lib/audit/payload/rules";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { findPlace } from "./find-place";
import { pathIssues, RuleFields, RulePlace } from "./payload-rule-input";
import { environmentPlace, serverPlace } from "./place";
import { readStoredRule } from "./read-stored-rule";

export const PreviewPayloadInput = RulePlace.extend({
  /** What would be said at the place; without it, what is said there now. */
  rule: RuleFields.optional(),
  of: z.enum(["arguments", "results"]).default("arguments"),
  /** An example of arguments, or of a result. */
  example: z.json(),
});
export type PreviewPayloadInput = z.infer<typeof PreviewPayloadInput>;

/** `kept` false: nothing of it would be. */
export type PayloadPreview = {
  kept: boolean;
  value: unknown;
  redacted: string[];
  dropped: number;
  truncated: number;
};

/** What would be kept of an example at a place, by the rules that hold there or by one that is not saved yet. Stores nothing. */
export async function previewPayload(ctx: Ctx, input: PreviewPayloadInput): Promise<PayloadPreview> {
  requireScope(ctx, "tenant:read");
  const { server, tool, rule, of, example } = input;
  const issues = rule ? pathIssues(rule).map((issue) => ({ ...issue, path: `rule.${issue.path}` })) : [];
  if (issues.length > 0) throw invalid("A path cannot be read.", issues);
  const db = tenantClient(ctx.tenant.no);
  const found = await findPlace(db, { ...(server !== undefined && { server }), ...(tool !== undefined && { tool }) });
  const places = [...new Set([found.place, ...(found.server ? [serverPlace(found.server.id)] : []), environmentPlace])];
  const rows = await db.payloadRule.findMany({ where: { place: { in: places } } });
  const levels = places.flatMap((place): PayloadRule[] => {
    if (rule && place === found.place) return [rule];
    const row = rows.find((one) => one.place === place);
    return row ? [readStoredRule(row)] : [];
  });
  const rules = { arguments: partRules("arguments", levels), results: partRules("results", levels), keepDays: 1 };
  const { summary, part } = of === "arguments" ? keepArguments(example, rules, 0) : keepResult(example, rules, 0);
  const { redacted = [], dropped = 0, truncated = 0 } = summary;
  return { kept: part !== undefined, value: part?.value ?? null, redacted, dropped, truncated };
}
