import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { accessTokenSecondsMax } from "../settings/oauth-settings";

/** A key that access tokens are, or were, signed with; never the key itself. Times are ISO 8601. */
export type SigningKeyView = {
  kid: string;
  /** Whether it signs now. */
  current: boolean;
  createdAt: string;
  retiredAt: string | null;
  /** Whether clients still find it in the key set, because a token that it signed may be good. */
  published: boolean;
};

/** The tenant's signing keys, the latest first, ten at most. None where nothing has been signed yet. */
export async function listSigningKeys(ctx: Ctx): Promise<{ items: SigningKeyView[] }> {
  requireScope(ctx, "tenant:read");
  const rows = await tenantClient(ctx.tenant.no).signingKey.findMany({
    orderBy: [{ createdAt: "desc" }, { kid: "asc" }],
    take: 10,
    select: { kid: true, createdAt: true, retiredAt: true },
  });
  const sinceMs = nowMs() - accessTokenSecondsMax * 1_000;
  return {
    items: rows.map(({ kid, createdAt, retiredAt }) => ({
      kid,
      current: retiredAt === null,
      createdAt: createdAt.toISOString(),
      retiredAt: retiredAt?.toISOString() ?? null,
      published: retiredAt === null || retiredAt.getTime() > sinceMs,
    })),
  };
}
