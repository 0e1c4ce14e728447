import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { hasScope } from "@/lib/kernel/scope";
import type { Client } from "./client";
import { findHumanCtx } from "./human-ctx";
import { findMemberCtx } from "./member-ctx";
import type { CurrentUser } from "./session";

/**
 * The signed-in person as the human that they are in a tenant, for connecting accounts. Whoever may look at the servers as a member may
 * also connect to one on which they have no ceiling yet: somebody has to be the first, so that its tools become known.
 */
export async function findConnectCtx(user: CurrentUser, tenant: string, client: Client): Promise<Ctx | undefined> {
  const human = await findHumanCtx(user, tenant, client);
  if (!human) return undefined;
  const member = await findMemberCtx(user, tenant, client, "console");
  return member && hasScope(member.scopes, "servers:read") ? { ...human, scopes: ["servers:read"] } : human;
}
