import { tableColumns } from "@/components/table/table-columns";
import { Badge } from "@/components/ui/badge";
import type { KeyView } from "@/lib/registry/keys/key-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { deleteKeyAction } from "../../actions";

const shownAtOnce = 4;

const column = tableColumns<KeyView & { tenant: string; mayWrite: boolean }>();

export const keyColumns = [
  column.custom({
    id: "name",
    header: "Key",
    isRowHeader: true,
    cell: ({ name, hint }) => (
      <span className="block min-w-0">
        <span className="block truncate font-medium">{name}</span>
        <span className="block font-mono text-fg-muted text-xs">csk_…{hint}</span>
      </span>
    ),
  }),
  column.custom({
    id: "scopes",
    header: "Permissions",
    cell: ({ scopes }) =>
      scopes.includes("*") ? (
        <Badge tone="high">Everything</Badge>
      ) : (
        <span className="flex flex-wrap gap-1" title={scopes.join(", ")}>
          {scopes.slice(0, shownAtOnce).map((scope) => (
            <Badge key={scope} mono>
              {scope}
            </Badge>
          ))}
          {scopes.length > shownAtOnce && (
            <span className="text-fg-muted text-xs">{scopes.length - shownAtOnce} more</span>
          )}
        </span>
      ),
  }),
  column.text({ id: "by", header: "Made by", mono: true, wideOnly: true, value: ({ createdBy }) => createdBy }),
  column.time({ id: "created", header: "Made", value: ({ createdAt }) => createdAt }),
  column.actions({
    cell: ({ id, name, tenant, mayWrite }) =>
      mayWrite && (
        <ConfirmAction
          id={`delete-${id}`}
          action={deleteKeyAction.bind(null, tenant)}
          fields={{ key: id }}
          title={`Delete ${name}?`}
          description="Whatever uses this key is refused from the next request on. This cannot be undone."
          confirmLabel="Delete key"
          done={`${name} is deleted.`}
          label={`Delete ${name}`}
          variant="ghost"
          size="sm"
          icon="trash"
          square
        />
      ),
  }),
];
