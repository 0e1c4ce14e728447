import { DataTable } from "@/components/table/data-table";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listMembers } from "@/lib/registry/members/list-members";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { SettingsTabs } from "../_parts/settings-tabs";
import { createMemberAction } from "../actions";
import { AddMember } from "./_parts/add-member";
import { memberColumns } from "./_parts/member-columns";
import { RolesExplained } from "./_parts/roles-explained";

export const metadata = { title: "Members" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "members:read", paths.members(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listMembers(ctx, { cursor }),
  );
  const mayWrite = hasScope(ctx.scopes, "members:write");
  const self = ctx.actor.type === "member" ? ctx.actor.id : undefined;
  return (
    <>
      <SettingsTabs ctx={ctx} tab="members" />
      <div className="grid grid-cols-1 gap-4 pt-4">
        {mayWrite && <AddMember action={createMemberAction.bind(null, tenant)} />}
        <DataTable
          caption="Members"
          columns={memberColumns}
          rows={items.map((member) => ({ ...member, tenant, mayWrite, isSelf: member.id === self }))}
          rowId={({ id }) => id}
          foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
        />
        <RolesExplained />
      </div>
    </>
  );
});
