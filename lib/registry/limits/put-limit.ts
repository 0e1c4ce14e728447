import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { requireScope } from "@/lib/kernel/scope";
import { uniquely } from "../internal/uniquely";
import { findSubject } from "./find-subject";
import { aboutLimit, type LimitView, limitParts, numbersOf, recordedLimit, toLimitView } from "./limit-view";
import { limitKinds } from "./limit-words";
import { raiseLimitsVersion } from "./raise-limits-version";

export const PutLimitInput = z
  .strictObject({
    /** `tenant` is the whole environment. */
    kind: z.enum(limitKinds),
    /**
     * A server's key, `<server>/<tool>`, an agent's slug, a human's key or e-mail, an instance's id. Without it: every one of the
     * kind, each for itself.
     */
    subject: z.string().trim().min(1).max(400).optional(),
    /** So many calls, in `seconds`. */
    calls: z.number().int().min(1).max(1_000_000).nullable().default(null),
    seconds: z.number().int().min(1).max(86_400).nullable().default(null),
    /** So many calls at once. */
    concurrent: z.number().int().min(1).max(10_000).nullable().default(null),
  })
  .superRefine(({ calls, seconds, concurrent }, issues) => {
    const complain = (path: string, message: string) => issues.addIssue({ code: "custom", path: [path], message });
    if (calls !== null && seconds === null) complain("seconds", "Say within how many seconds.");
    if (calls === null && seconds !== null) complain("calls", "Say how many calls.");
    if (calls === null && seconds === null && concurrent === null)
      complain("calls", "Say how many calls, how many at once, or both.");
  });
export type PutLimitInput = z.infer<typeof PutLimitInput>;

/**
 * Says how much may be called by, on or with one subject, or by every one of a kind. Replaces what was said of the same before.
 * Acts on the next call, in every process; each process counts by itself. Throws `not_found` for a subject that is not there.
 */
export async function putLimit(ctx: Ctx, { kind, subject, ...rest }: PutLimitInput): Promise<LimitView> {
  requireScope(ctx, "tenant:write");
  const numbers = numbersOf(rest);
  return write(ctx, async (tx, record) => {
    const place = { kind, ...(await findSubject(tx, kind, subject)) };
    const before = await tx.callLimit.findFirst({ where: place, include: limitParts });
    if (before && canonicalJson(numbersOf(before)) === canonicalJson(numbers)) {
      record.nothing("Every field already had the value given.");
      return toLimitView(before);
    }
    const tenantNo = ctx.tenant.no;
    const after = before
      ? await tx.callLimit.update({
          where: { tenantNo_id: { tenantNo, id: before.id } },
          data: numbers,
          include: limitParts,
        })
      : await uniquely(
          tx.callLimit.create({ data: { tenantNo, id: newId("limit"), ...place, ...numbers }, include: limitParts }),
          { call_limit_subject_key: conflict("Somebody else set this limit at the same moment. Look again.") },
        );
    await raiseLimitsVersion(tx, tenantNo);
    await record({
      type: before ? "limit.updated" : "limit.created",
      ...aboutLimit(after),
      changes: { before: before && recordedLimit(before), after: recordedLimit(after) },
    });
    return toLimitView(after);
  });
}
