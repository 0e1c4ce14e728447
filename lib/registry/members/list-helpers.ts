import "server-only";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireHuman } from "../humans/require-human";

/** More names than this do not help anybody. */
const helpersMax = 3;

/** Who can grant something to the human who asks: the longest-serving owners and admins of their environment, by name or e-mail. */
export async function listHelpers(ctx: Ctx): Promise<string[]> {
  requireHuman(ctx);
  const rows = await database().member.findMany({
    where: {
      organizationId: ctx.tenant.organizationId,
      role: { in: ["admin", "owner"] },
      OR: [{ tenantNo: null }, { tenantNo: ctx.tenant.no }],
    },
    select: { user: { select: { id: true, email: true, name: true } } },
    orderBy: { createdAt: "asc" },
  });
  const byUser = new Map(rows.map(({ user }) => [user.id, user.name ?? user.email]));
  return [...byUser.values()].slice(0, helpersMax);
}
