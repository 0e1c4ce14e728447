import { tableColumns } from "@/components/table/table-columns";
import { Badge } from "@/components/ui/badge";
import type { HoldScope, HoldView } from "@/lib/audit/retention/hold-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { releaseHoldAction } from "../actions";

const column = tableColumns<HoldView & { tenant: string; mayWrite: boolean }>();

export const holdColumns = [
  column.custom({
    id: "scope",
    header: "Holds",
    isRowHeader: true,
    cell: ({ scope, reason }) => (
      <span className="block min-w-0">
        <span className="block font-medium [overflow-wrap:anywhere]">{toSubject(scope)}</span>
        <span className="block text-fg-muted text-xs [overflow-wrap:anywhere]">{reason}</span>
      </span>
    ),
  }),
  column.custom({
    id: "state",
    header: "State",
    width: "8rem",
    cell: ({ releasedAt }) =>
      releasedAt === null ? (
        <Badge tone="info" icon="lock">
          In force
        </Badge>
      ) : (
        <Badge icon="check">Released</Badge>
      ),
  }),
  column.text({ id: "range", header: "Events", value: ({ scope }) => toRange(scope) }),
  column.text({ id: "by", header: "Placed by", mono: true, wideOnly: true, value: ({ placedBy }) => placedBy }),
  column.time({ id: "placed", header: "Placed", value: ({ placedAt }) => placedAt }),
  column.time({ id: "released", header: "Released", value: ({ releasedAt }) => releasedAt }),
  column.actions({
    cell: ({ id, scope, reason, releasedAt, tenant, mayWrite }) =>
      mayWrite &&
      releasedAt === null && (
        <ConfirmAction
          id={`release-${id}`}
          action={releaseHoldAction.bind(null, tenant)}
          fields={{ hold: id }}
          title={`Release the hold on ${toSubject(scope).toLowerCase()}?`}
          description={`Placed because: ${reason}. What it alone has kept beyond retention is removed within the hour and cannot be brought back.`}
          confirmLabel="Release hold"
          done="The legal hold is released."
          label={`Release the hold on ${toSubject(scope).toLowerCase()}`}
          variant="secondary"
          size="sm"
        >
          Release
        </ConfirmAction>
      ),
  }),
];

const toSubject = ({ human, agent, server }: HoldScope): string => human ?? agent ?? server ?? "Everything";

function toRange({ from, to }: HoldScope): string {
  if (from === undefined && to === undefined) return "Of all time";
  return [from && `from ${from.slice(0, 10)}`, to && `before ${to.slice(0, 10)}`].filter(Boolean).join(", ");
}
