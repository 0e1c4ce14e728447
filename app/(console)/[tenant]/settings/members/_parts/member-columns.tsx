import { tableColumns } from "@/components/table/table-columns";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Select } from "@/components/ui/select";
import type { MemberView } from "@/lib/registry/members/member-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { QuickForm } from "../../../_parts/quick-form";
import { deleteMemberAction, updateMemberAction } from "../../actions";
import { roleOptions, roleWords } from "./role-words";

type Row = MemberView & { tenant: string; mayWrite: boolean; isSelf: boolean };
const column = tableColumns<Row>();

export const memberColumns = [
  column.custom({
    id: "member",
    header: "Member",
    isRowHeader: true,
    cell: ({ email, name, isSelf }) => (
      <span className="flex min-w-0 items-center gap-2.5">
        <Avatar name={name ?? email} />
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <span className="truncate font-medium">{name ?? email}</span>
            {isSelf && <Badge>You</Badge>}
          </span>
          {name !== null && <span className="block truncate text-fg-muted text-xs">{email}</span>}
        </span>
      </span>
    ),
  }),
  column.custom({
    id: "role",
    header: "Role",
    width: "11rem",
    cell: ({ id, email, role, tenant, mayWrite }) =>
      mayWrite ? (
        <QuickForm
          action={updateMemberAction.bind(null, tenant)}
          fields={{ member: id }}
          done={`The role of ${email} is changed.`}
          canUndo
        >
          <Select
            key={role}
            name="role"
            aria-label={`Role of ${email}`}
            defaultValue={role}
            options={roleOptions}
            className="min-w-28"
          />
        </QuickForm>
      ) : (
        roleWords[role].word
      ),
  }),
  column.text({
    id: "reach",
    header: "Holds in",
    value: ({ tenantOnly }) => (tenantOnly ? "This environment" : "The whole organization"),
  }),
  column.time({ id: "added", header: "Added", value: ({ createdAt }) => createdAt }),
  column.actions({
    cell: ({ id, email, tenant, mayWrite, isSelf }) =>
      mayWrite &&
      !isSelf && (
        <ConfirmAction
          id={`remove-${id}`}
          action={deleteMemberAction.bind(null, tenant)}
          fields={{ member: id }}
          title={`Remove ${email}?`}
          description="They lose this role from their next request on. Their account stays, because it may serve elsewhere."
          confirmLabel="Remove member"
          done={`${email} is removed.`}
          label={`Remove ${email}`}
          variant="ghost"
          size="sm"
          icon="trash"
          square
        />
      ),
  }),
];
