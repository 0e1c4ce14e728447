import "server-only";
import type { z } from "zod";
import { write } from "@/lib/audit/write";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { isStorable } from "../internal/is-storable";
import { findPlace } from "./find-place";
import { pathIssues, RuleFields, RulePlace } from "./payload-rule-input";
import { type PayloadRuleView, toPayloadRuleView } from "./payload-rule-view";
import { readStoredRule } from "./read-stored-rule";
import { recordChanged } from "./record-changed";

export const PutPayloadRuleInput = RulePlace.extend(RuleFields.shape);
export type PutPayloadRuleInput = z.infer<typeof PutPayloadRuleInput>;

/**
 * Says what is kept of calls: in the environment, of a server, or of one tool. Replaces what was said there before. Acts on the next
 * call, in every process; what is stored already stays as it is. Throws `not_found`, and `invalid` for a path that cannot be read,
 * with the place in it.
 */
export async function putPayloadRule(ctx: Ctx, input: PutPayloadRuleInput): Promise<PayloadRuleView> {
  requireScope(ctx, "tenant:write");
  const { server, tool, ...fields } = input;
  const issues = pathIssues(fields);
  if (issues.length > 0) throw invalid("A path cannot be read.", issues);
  if (!isStorable(fields.paths)) throw invalid("A path holds a character that cannot be stored.");
  return write(ctx, async (tx, record) => {
    const found = await findPlace(tx, { ...(server !== undefined && { server }), ...(tool !== undefined && { tool }) });
    const key = { tenantNo: ctx.tenant.no, place: found.place };
    const row = await tx.payloadRule.findFirst({ where: key });
    const stored = row ? readStoredRule(row) : null;
    const before = stored && { ...stored, paths: [...stored.paths] };
    if (row && canonicalJson(before) === canonicalJson(fields)) {
      record.nothing("Every field already had the value given.");
      return toPayloadRuleView(row, found.server?.key ?? null);
    }
    const data = { arguments: fields.arguments, results: fields.results, paths: fields.paths };
    const saved = await tx.payloadRule.upsert({
      where: { tenantNo_place: key },
      create: { ...key, serverId: found.server?.id ?? null, tool: found.tool ?? null, ...data },
      update: data,
    });
    await recordChanged(tx, record, ctx, found, { before, after: fields });
    return toPayloadRuleView(saved, found.server?.key ?? null);
  });
}
