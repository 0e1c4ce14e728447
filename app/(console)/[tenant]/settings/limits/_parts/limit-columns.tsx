import { tableColumns } from "@/components/table/table-columns";
import { ButtonLink } from "@/components/ui/button-link";
import { paths } from "@/lib/kernel/paths";
import type { LimitView } from "@/lib/registry/limits/limit-view";
import { toNumberWords, toSubjectWords } from "@/lib/registry/limits/limit-words";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { deleteLimitAction } from "../actions";

const column = tableColumns<LimitView & { tenant: string; mayWrite: boolean }>();

/** "The server linear", "Every human". */
function toTitle({ kind, subject }: LimitView): string {
  const words = toSubjectWords(kind, subject);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

export const limitColumns = [
  column.custom({
    id: "of",
    header: "Of",
    isRowHeader: true,
    cell: (limit) => (
      <span className="block min-w-0">
        <span className="block font-medium [overflow-wrap:anywhere]">{toTitle(limit)}</span>
        {limit.subjectName !== limit.subject && (
          <span className="block text-fg-muted text-xs [overflow-wrap:anywhere]">{limit.subjectName}</span>
        )}
        {limit.subject === null && limit.kind !== "tenant" && (
          <span className="block text-fg-muted text-xs">each for itself</span>
        )}
      </span>
    ),
  }),
  column.text({ id: "numbers", header: "At most", value: toNumberWords }),
  column.time({ id: "changed", header: "Changed", value: ({ updatedAt }) => updatedAt }),
  column.actions({
    cell: ({ tenant, mayWrite, ...limit }) => {
      const words = toSubjectWords(limit.kind, limit.subject);
      return (
        mayWrite && (
          <span className="flex items-center justify-end gap-1.5">
            <ButtonLink
              href={`${paths.limits(tenant)}?change=${encodeURIComponent(limit.id)}`}
              size="sm"
              variant="ghost"
              icon="pencil"
              prefetch={false}
              aria-label={`Change the limit of ${words}`}
            >
              Change
            </ButtonLink>
            <ConfirmAction
              id={`delete-${limit.id}`}
              action={deleteLimitAction.bind(null, tenant)}
              fields={{ limit: limit.id }}
              title={`Remove the limit of ${words}?`}
              description={`${toNumberWords(limit)}. From the next call on it refuses nothing any more; other limits go on holding.`}
              confirmLabel="Remove limit"
              done="The limit is removed."
              label={`Remove the limit of ${words}`}
              variant="ghost"
              size="sm"
              icon="trash"
              square
            />
          </span>
        )
      );
    },
  }),
];
