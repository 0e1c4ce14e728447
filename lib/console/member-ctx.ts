import "server-only";
import type { Ctx, Surface } from "@/lib/kernel/ctx";
import { roleScopes } from "@/lib/kernel/scope";
import { findMembership } from "@/lib/registry/members/find-membership";
import type { Client } from "./client";
import type { CurrentUser } from "./session";

/** The user as a member of a tenant, or undefined where they are none or the tenant does not exist. */
export async function findMemberCtx(
  user: CurrentUser,
  tenantSlug: string,
  client: Client,
  surface: Surface,
): Promise<Ctx | undefined> {
  const found = await findMembership(user.id, tenantSlug);
  if (!found) return undefined;
  return {
    tenant: found.ctxTenant,
    actor: { type: "member", id: found.memberId, email: user.email, name: user.name },
    scopes: roleScopes[found.role],
    surface,
    ...client,
  };
}
