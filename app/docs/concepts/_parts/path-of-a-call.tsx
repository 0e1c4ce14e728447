import { DocTable } from "@/components/docs/doc-table";
import { Icon } from "@/components/ui/icon";

const parts = [
  { name: "Agent", says: "acts for one human" },
  { name: "Countersign", says: "decides, writes down, calls, explains" },
  { name: "Server", says: "is called with that human's own account" },
] as const;

const stages = [
  ["identity", "Agent, instance and human are known, and none of them is suspended."],
  ["resource", "The server is imported and switched on; the tool is known, switched on and not quarantined."],
  ["trust", "The lower of ceiling and consent reaches the tool's level. No policy can lift this gate."],
  ["arguments", "They are within bounds, and fit the tool's input schema."],
  ["policies", "An active policy allows the call, and none denies it."],
] as const;

/** Who speaks to whom. */
export function Parties() {
  return (
    <ol aria-label="Who speaks to whom" className="grid items-center gap-2 sm:grid-cols-[1fr_auto_1fr_auto_1fr]">
      {parts.map(({ name, says }, index) => (
        <li key={name} className="contents">
          {index > 0 && (
            <span aria-hidden="true" className="justify-self-center text-fg-subtle max-sm:rotate-90">
              <Icon name="arrow-right" size={16} />
            </span>
          )}
          <span className="grid h-full content-center rounded-md border border-line bg-canvas px-3 py-2 text-center">
            <span className="font-semibold">{name}</span>
            <span className="text-fg-muted text-xs">{says}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The stages of a decision, in their order. */
export function Stages() {
  return (
    <DocTable
      label="Stages of a decision"
      columns={["Stage", "It passes when"]}
      rows={stages.map(([stage, passes], index) => ({
        key: stage,
        cells: [
          <span key="stage" className="font-medium">
            {index + 1} {stage}
          </span>,
          passes,
        ],
      }))}
    />
  );
}
