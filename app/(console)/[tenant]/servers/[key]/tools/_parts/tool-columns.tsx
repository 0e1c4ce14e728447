import { LevelBadge } from "@/components/audit/level-badge";
import { tableColumns } from "@/components/table/table-columns";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { ToolView } from "@/lib/registry/servers/server-view";
import { ActionButton } from "../../../../_parts/action-button";
import { DescribedCell } from "../../../../_parts/described-cell";
import { levelOptions } from "../../../../_parts/level-options";
import { QuickForm } from "../../../../_parts/quick-form";
import { toolOf } from "../../../_parts/server-paths";
import { updateToolAction } from "../../../actions";
import { bulkFormId } from "./bulk-edit";
import { ToolState } from "./tool-state";

export type ToolRow = ToolView & { tenant: string; server: string; mayWrite: boolean };

/** The level, to be changed where one may; a tool that is gone keeps what it had. */
export function ToolLevel({ name, level, state, tenant, server, mayWrite }: ToolRow) {
  if (!mayWrite || state === "removed") return <LevelBadge level={level} />;
  return (
    <QuickForm
      action={updateToolAction.bind(null, tenant)}
      fields={{ server, tool: name }}
      done={`The level of ${name} is changed.`}
      canUndo
    >
      <Select
        key={level}
        name="level"
        aria-label={`Level of ${name}`}
        defaultValue={level}
        options={levelOptions()}
        className="min-w-27"
      />
    </QuickForm>
  );
}

export function ToolEnabled({ name, enabled, state, tenant, server, mayWrite }: ToolRow) {
  const isFixed = !mayWrite || state === "removed";
  const control = (
    <Switch
      key={String(enabled)}
      name="enabled"
      value="true"
      label={`${name} enabled`}
      hideLabel
      defaultChecked={enabled}
      disabled={isFixed}
    />
  );
  if (isFixed) return control;
  return (
    <QuickForm
      action={updateToolAction.bind(null, tenant)}
      // A box that is not ticked is not sent: the hidden field before it says "no".
      fields={{ server, tool: name, enabled: "false" }}
      done={enabled ? `${name} is disabled.` : `${name} is enabled.`}
      canUndo
    >
      {control}
    </QuickForm>
  );
}

export function ToolReview({ name, state, definitionHash, tenant, server, mayWrite }: ToolRow) {
  const isWaiting = state === "review" || state === "quarantined";
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <ToolState state={state} />
      {mayWrite && isWaiting && (
        <ActionButton
          action={updateToolAction.bind(null, tenant)}
          // What is accepted is what this page shows, whatever the server has said since.
          fields={{ server, tool: name, review: "accepted", definitionHash }}
          size="sm"
          label={`Accept ${name}`}
          done={`${name} is accepted.`}
        >
          Accept
        </ActionButton>
      )}
    </span>
  );
}

const column = tableColumns<ToolRow>();

/** The box by which a row takes part in a change of several; a tool that is gone is not changed. */
export function ToolTick({ name, state }: ToolRow) {
  return (
    <input
      type="checkbox"
      form={bulkFormId}
      name="tools[]"
      value={name}
      aria-label={`Choose ${name}`}
      disabled={state === "removed"}
      className="size-4 accent-accent-solid"
    />
  );
}

/** Columns for who may change tools, and for who may read them. */
export const toolColumns = (mayWrite: boolean) => [
  ...(mayWrite
    ? [
        column.custom({
          id: "tick",
          header: "Choose",
          hideHeader: true,
          width: "2.5rem",
          cell: (tool) => <ToolTick {...tool} />,
        }),
      ]
    : []),
  column.custom({
    id: "tool",
    header: "Tool",
    isRowHeader: true,
    cell: ({ tenant, server, name, description }) => (
      <DescribedCell href={toolOf(tenant, server, name)} name={name} text={description} mono />
    ),
  }),
  column.custom({ id: "level", header: "Level", width: "9.5rem", cell: (tool) => <ToolLevel {...tool} /> }),
  column.custom({
    id: "suggested",
    header: "Suggested",
    width: "30%",
    cell: ({ levelSuggested, levelReason }) => (
      <span className="grid gap-0.5">
        <span>
          <LevelBadge level={levelSuggested} quiet />
        </span>
        <span className="text-fg-muted text-xs">{levelReason}</span>
      </span>
    ),
  }),
  column.custom({ id: "state", header: "Review", width: "13rem", cell: (tool) => <ToolReview {...tool} /> }),
  column.custom({ id: "enabled", header: "Enabled", width: "5.5rem", cell: (tool) => <ToolEnabled {...tool} /> }),
];
