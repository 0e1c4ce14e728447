import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { type Page, pageInput, readCursor, toPage, toTake } from "../internal/page";
import { type MemberView, membersHere, toMemberView } from "./member-view";

export const ListMembersInput = z.strictObject(pageInput);
export type ListMembersInput = z.infer<typeof ListMembersInput>;

/** Everybody with a role in this tenant, by the organization or by the tenant alone, in the order they were added. */
export async function listMembers(ctx: Ctx, { limit, cursor }: ListMembersInput = {}): Promise<Page<MemberView>> {
  requireScope(ctx, "members:read");
  const after = readCursor(cursor);
  const rows = await tenantClient(ctx.tenant.no).member.findMany({
    where: { ...membersHere(ctx), ...(after === undefined ? {} : { id: { gt: after } }) },
    include: { user: true },
    orderBy: { id: "asc" },
    take: toTake(limit),
  });
  return toPage(rows, limit, (row) => [row.id], toMemberView);
}
