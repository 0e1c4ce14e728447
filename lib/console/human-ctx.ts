import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { humansOfUser } from "@/lib/registry/humans/humans-of-user";
import type { Client } from "./client";
import type { CurrentUser } from "./session";

/**
 * The signed-in person as the human that they are in a tenant, or undefined where they are none there. It carries no scopes: what a
 * human may do about their own agents is decided by who they are (`requireHuman`). A suspended human comes through: they may see
 * what happened, and end it.
 */
export async function findHumanCtx(user: CurrentUser, tenantSlug: string, client: Client): Promise<Ctx | undefined> {
  const [found] = await humansOfUser(user.id, tenantSlug);
  if (!found) return undefined;
  const { id, key, email, name } = found.human;
  return {
    tenant: found.tenant,
    actor: { type: "human", id, key, email, name },
    scopes: [],
    surface: "console",
    ...client,
  };
}
