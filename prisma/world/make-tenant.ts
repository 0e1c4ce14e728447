import { randomBytes } from "node:crypto";
import { database } from "@/lib/db/client";
import type { Ctx } from "@/lib/kernel/ctx";
import { newId } from "@/lib/kernel/ids";
import { type Role, roleScopes, roles } from "@/lib/kernel/scope";
import { createTenant } from "@/lib/registry/tenants/create-tenant";
import { findTenant } from "@/lib/registry/tenants/find-tenant";

/** A tenant of a test's own, and who may ask in it. */
export type World = {
  tenant: Ctx["tenant"];
  /** Name of the organization: give it to `makeTenant` for a second tenant of the same. */
  organization: string;
  /** A member of each role, who exists and whose role holds in the whole organization. */
  members: Record<Role, { id: string; userId: string; email: string }>;
  ctx: (role: Role) => Ctx;
  /** An API key of the tenant with these scopes. */
  keyCtx: (...scopes: string[]) => Ctx;
};

/** Text that no other test uses. */
export const unique = (): string => randomBytes(6).toString("hex");

/** Makes a tenant as the command line does, with a member of every role. Tests share a database and never wipe it. */
export async function makeTenant({ organization }: { organization?: string } = {}): Promise<World> {
  const slug = `t-${unique()}`;
  const name = organization ?? `Org ${unique()}`;
  await createTenant({
    slug,
    name: "Production",
    organization: name,
    owner: `owner@${toDomain(name)}`,
    password: "correct horse battery staple",
  });
  const found = await findTenant(slug);
  if (!found) throw new Error("The tenant that was just made is not there.");
  const tenant = { no: found.no, slug: found.slug, organizationId: found.organizationId };
  const members = await makeMembers(tenant.organizationId, toDomain(name));

  const from = { tenant, surface: "console", requestId: newId("request"), ip: "192.0.2.7", userAgent: "test" } as const;
  return {
    tenant,
    organization: name,
    members,
    ctx: (role) => ({
      ...from,
      actor: { type: "member", id: members[role].id, email: members[role].email, name: null },
      scopes: roleScopes[role],
    }),
    keyCtx: (...scopes) => ({
      ...from,
      surface: "api",
      actor: { type: "key", id: newId("key"), name: "Test key" },
      scopes,
    }),
  };
}

const toDomain = (organization: string): string => `${organization.toLowerCase().replaceAll(" ", "-")}.example`;

async function makeMembers(organizationId: string, domain: string): Promise<World["members"]> {
  const found = await Promise.all(
    roles.map(async (role) => {
      const email = `${role}@${domain}`;
      const user = await database().user.upsert({
        where: { email },
        create: { id: newId("user"), email },
        update: {},
      });
      const member = await database().member.upsert({
        where: { organizationId_userId_reach: { organizationId, userId: user.id, reach: "*" } },
        create: { id: newId("member"), organizationId, userId: user.id, role },
        update: {},
      });
      return [role, { id: member.id, userId: user.id, email }] as const;
    }),
  );
  // safe because there is one entry for every role
  return Object.fromEntries(found) as World["members"];
}
