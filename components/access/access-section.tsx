import { LevelBadge } from "@/components/audit/level-badge";
import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { Badge, toneText } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { Level } from "@/lib/policy/level";
import type { Access } from "@/lib/registry/decisions/load-access";
import { BucketBadge } from "./bucket-badge";
import { bucketLooks, buckets } from "./bucket-looks";
import { type AccessRow, WhyCell } from "./why-cell";

const column = tableColumns<AccessRow>();

const columns = [
  column.link({
    id: "tool",
    header: "Tool",
    value: ({ tenant, access, tool }) => ({
      href: paths.tool(tenant, access.server.key, tool.tool),
      text: tool.tool,
    }),
  }),
  column.custom({
    id: "level",
    header: "Level",
    width: "6rem",
    cell: ({ tool }) => <LevelBadge level={tool.level} quiet />,
  }),
  column.custom({
    id: "bucket",
    header: "Bucket",
    width: "8rem",
    cell: ({ tool }) => <BucketBadge bucket={tool.bucket} />,
  }),
  column.custom({ id: "why", header: "Why", cell: (row) => <WhyCell {...row} /> }),
];

function Trust({ name, level }: { name: string; level: Level | null }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <span className="text-fg-muted text-xs">{name}</span>
      {level === null ? <Badge icon="minus">None</Badge> : <LevelBadge level={level} />}
    </span>
  );
}

/** What one instance may use on one server: how far it is trusted there, three counts, and every tool with its reason. */
export function AccessSection({
  tenant,
  access,
  named,
  open,
}: {
  tenant: string;
  access: Access;
  /** What the page does not say already: whose instance, on which server. */
  named: "server" | "both";
  open: boolean;
}) {
  const { instance, agent, human, server, ceiling, consent, effective, counts, tools } = access;
  const owner = human.name ?? human.email ?? human.key;
  return (
    <section
      aria-label={`${instance.label} on ${server.name}`}
      className="min-w-0 rounded-lg border border-line bg-surface"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-(--card-x) py-(--card-y)">
        <div className="min-w-0 flex-1 basis-52">
          <h2 className="font-semibold text-base">
            {named === "both" && (
              <>
                <TextLink href={paths.instance(tenant, agent.slug, instance.id)}>{instance.label}</TextLink>{" "}
                <span className="font-normal text-fg-muted">on</span>{" "}
              </>
            )}
            <TextLink href={paths.server(tenant, server.key)}>{server.name}</TextLink>
          </h2>
          {named === "both" && (
            <p className="text-fg-muted">
              <TextLink href={paths.agent(tenant, agent.slug)}>{agent.name}</TextLink> for{" "}
              <TextLink href={paths.human(tenant, human.key)}>{owner}</TextLink>
            </p>
          )}
        </div>
        <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
          <Trust name="Ceiling" level={ceiling} />
          <Trust name="Consent" level={consent} />
          <Trust name="In force" level={effective} />
        </p>
      </header>
      <ul
        aria-label="Tools by bucket"
        className="flex flex-wrap gap-x-6 gap-y-1 border-line border-t px-(--card-x) py-(--entry-y)"
      >
        {buckets.map((bucket) => {
          const { word, means, icon, tone } = bucketLooks[bucket];
          return (
            <li key={bucket} className="flex items-center gap-1.5" title={`${word} ${means}`}>
              <Icon name={icon} size={14} className={toneText[tone]} />
              <span className={cx("font-medium", toneText[tone])}>{word}</span>
              <span className="tabular-nums">{counts[bucket]}</span>
            </li>
          );
        })}
      </ul>
      <details open={open} className="group/tools border-line border-t">
        <summary className="flex items-center gap-1 rounded-sm px-(--card-x) py-1.5 text-fg-muted text-xs outline-offset-[-2px] hover:text-fg">
          <Icon name="chevron-right" size={14} className="transition-transform group-open/tools:rotate-90" />
          {tools.length} {tools.length === 1 ? "tool" : "tools"}
        </summary>
        <div className="border-line border-t">
          <DataTable
            caption={`Tools of ${server.name} as ${instance.label} may use them`}
            frame={false}
            columns={columns}
            rows={tools.map((tool) => ({ tenant, access, tool }))}
            rowId={({ tool }) => tool.tool}
          />
        </div>
      </details>
    </section>
  );
}
