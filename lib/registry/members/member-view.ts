import { personal } from "@/lib/audit/draft";
import type { Member, User } from "@/lib/db/rows";
import type { Ctx } from "@/lib/kernel/ctx";
import type { Role } from "@/lib/kernel/scope";

/** A member as the API and the console show them. */
export type MemberView = {
  id: string;
  email: string;
  name: string | null;
  role: Role;
  /** Whether the role holds in this tenant only, rather than in the whole organization. */
  tenantOnly: boolean;
  createdAt: string;
};

export type MemberRow = Member & { user: User };

export const toMemberView = (row: MemberRow): MemberView => ({
  id: row.id,
  email: row.user.email,
  name: row.user.name,
  role: row.role,
  tenantOnly: row.tenantNo !== null,
  createdAt: row.createdAt.toISOString(),
});

/** `Member.reach`: everywhere in the organization, or one tenant. */
export const reachOf = (ctx: Ctx, tenantOnly: boolean): string => (tenantOnly ? String(ctx.tenant.no) : "*");

/** The members who have a say in this tenant. Members belong to no tenant, so every query carries this. */
export const membersHere = (ctx: Ctx) => ({
  organizationId: ctx.tenant.organizationId,
  reach: { in: ["*", reachOf(ctx, true)] },
});

/** What an event of a member says in every case. The log can erase the name of a member who is a resource, so it is the e-mail. */
export const aboutMember = (row: MemberRow) => ({
  resource: { type: "member", key: row.id, name: row.user.email },
  refs: { resource: { id: row.id, key: row.id } },
});

export const recordedMember = (row: MemberRow) => ({
  email: personal(row.id, row.user.email),
  name: row.user.name === null ? null : personal(row.id, row.user.name),
  role: row.role,
  tenantOnly: row.tenantNo !== null,
});
