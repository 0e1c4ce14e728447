import { BucketBadge } from "@/components/access/bucket-badge";
import { whatIfHref } from "@/components/access/what-if-href";
import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { ImpactRow } from "@/lib/registry/decisions/compare-policies";
import { VerdictBadge } from "./verdicts";

type Tried = { policy?: string; without?: string };
type Row = ImpactRow & { tenant: string; tried: Tried };
const column = tableColumns<Row>();

function Example({ row, args, word }: { row: Row; args: Record<string, unknown>; word: "passes" | "refused" }) {
  const { tenant, instance, server, tool, tried } = row;
  return (
    <li className="flex min-w-0 flex-wrap items-start gap-x-2">
      <Badge
        tone={word === "passes" ? "success" : "denied"}
        icon={word === "passes" ? "check" : "ban"}
        quiet
        className="w-30 shrink-0 py-0.75"
      >
        {word === "passes" ? "Newly passes" : "Newly refused"}
      </Badge>
      <code className="min-w-0 flex-1 basis-48 font-mono text-xs [overflow-wrap:anywhere]">
        <TextLink
          href={whatIfHref(tenant, { instance: instance.id, server, tool, arguments: args, ...tried })}
          title="Try it in what-if"
          className="inline-block py-0.75"
        >
          {JSON.stringify(args)}
        </TextLink>
      </code>
    </li>
  );
}

const columns = [
  column.link({
    id: "instance",
    header: "Instance",
    value: ({ tenant, agent, instance }) => ({
      href: paths.instance(tenant, agent, instance.id),
      text: instance.label,
      note: agent,
    }),
  }),
  column.custom({
    id: "human",
    header: "Human",
    cell: ({ tenant, human }) => <TextLink href={paths.human(tenant, human)}>{human.replace(/^human\|/, "")}</TextLink>,
  }),
  column.custom({ id: "verdict", header: "Becomes", cell: ({ verdict }) => <VerdictBadge verdict={verdict} /> }),
  column.custom({
    id: "buckets",
    header: "From, to",
    cell: ({ from, to }) => (
      <span className="inline-flex flex-wrap items-center gap-1">
        <BucketBadge bucket={from} />
        <Icon name="arrow-right" size={14} label="to" className="text-fg-subtle" />
        <BucketBadge bucket={to} />
      </span>
    ),
  }),
  column.custom({
    id: "examples",
    header: "Example calls",
    cell: (row) =>
      row.opens === undefined && row.closes === undefined ? (
        <span className="text-fg-muted text-xs">None was found.</span>
      ) : (
        <ul className="grid">
          {row.opens && <Example row={row} args={row.opens} word="passes" />}
          {row.closes && <Example row={row} args={row.closes} word="refused" />}
        </ul>
      ),
  }),
];

function byTool(rows: readonly ImpactRow[]): ImpactRow[][] {
  const groups = new Map<string, ImpactRow[]>();
  for (const row of rows) {
    const key = `${row.server}/${row.tool}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

/** As many tools as are read at a glance; more are folded. */
const openAtMost = 4;

/** The tools that a change matters to, each with the instances that it matters to. */
export function ImpactGroups({ tenant, rows, tried }: { tenant: string; rows: readonly ImpactRow[]; tried: Tried }) {
  const groups = byTool(rows);
  return groups.map((group) => {
    const [first] = group;
    if (first === undefined) return null;
    const { server, tool } = first;
    return (
      <section
        key={`${server}/${tool}`}
        aria-label={`${server}/${tool}`}
        className="min-w-0 rounded-lg border border-line bg-surface"
      >
        <details open={groups.length <= openAtMost} className="group/tool">
          <summary className="flex flex-wrap items-center gap-x-2 gap-y-1 rounded-lg px-(--card-x) py-(--entry-y) outline-offset-[-2px] hover:bg-hover">
            <Icon
              name="chevron-right"
              size={14}
              className="text-fg-muted transition-transform group-open/tool:rotate-90"
            />
            <span className="font-mono">
              <span className="text-fg-subtle">{server}/</span>
              <span className="font-medium">{tool}</span>
            </span>
            <span className="text-fg-muted text-xs">
              {group.length} {group.length === 1 ? "instance" : "instances"}
            </span>
          </summary>
          <div className="border-line border-t">
            <DataTable
              caption={`What changes for ${tool} of ${server}`}
              frame={false}
              columns={columns}
              rows={group.map((row) => ({ ...row, tenant, tried }))}
              rowId={({ instance }) => instance.id}
            />
          </div>
        </details>
      </section>
    );
  });
}
