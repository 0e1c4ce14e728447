import "server-only";
import { database } from "@/lib/db/client";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";

/** An invitation that still counts, as whoever has the link may see it. */
export type OpenInvitation = {
  tenant: Ctx["tenant"];
  tenantName: string;
  organizationName: string;
  human: { id: string; key: string; email: string | null; name: string | null };
  email: string;
  leadsTo: string;
  /** Whether somebody can sign in with this e-mail already. */
  hasAccount: boolean;
};

/** The invitation of a link; undefined where there is none, where it was used, is too old, or its human is suspended. */
export async function findInvitation(token: string): Promise<OpenInvitation | undefined> {
  const row = await database().invitation.findUnique({
    where: { hash: hashSecret(token) },
    include: { human: { include: { tenant: { include: { organization: true } } } } },
  });
  if (!row || row.usedAt !== null || row.expiresAt <= now() || row.human.status !== "active") return undefined;
  const { tenant, id, key, email, name } = row.human;
  return {
    tenant: { no: tenant.no, slug: tenant.slug, organizationId: tenant.organizationId },
    tenantName: tenant.name,
    organizationName: tenant.organization.name,
    human: { id, key, email, name },
    email: row.email,
    leadsTo: row.leadsTo,
    hasAccount: (await database().user.count({ where: { email: row.email } })) > 0,
  };
}
