import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type PolicyVersionView, toPolicyVersionView } from "./policy-view";

export const ListPolicyVersionsInput = z.strictObject(pageInput);
export type ListPolicyVersionsInput = z.infer<typeof ListPolicyVersionsInput>;

/** Every version of a policy, the newest first; of a deleted one too. Throws `not_found`. */
export async function listPolicyVersions(
  ctx: Ctx,
  id: string,
  { limit, cursor }: ListPolicyVersionsInput = {},
): Promise<Page<PolicyVersionView>> {
  requireScope(ctx, "policies:read");
  const db = tenantClient(ctx.tenant.no);
  const before = Number(readCursor(cursor) ?? Number.MAX_SAFE_INTEGER);
  const rows = await db.policyVersion.findMany({
    where: { policyId: id, ...(cursor === undefined ? {} : { version: { lt: before } }) },
    orderBy: { version: "desc" },
    take: toTake(limit),
  });
  if (rows.length === 0 && cursor === undefined) throw notFound(`The policy "${id}"`);
  return toPage(rows, limit, (row) => [String(row.version)], toPolicyVersionView);
}
