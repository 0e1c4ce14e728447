import Link from "next/link";
import { PolicyLabel } from "@/components/audit/policy-label";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import type { IconName } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { ScrollBox } from "@/components/ui/scroll-box";
import { Stat } from "@/components/ui/stat";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { ReplayedPolicies, ReplayGroup, ReplayKind, ReplaySample } from "@/lib/registry/decisions/replay-policies";

const kinds = ["newlyDenied", "newlyAllowed", "undetermined", "unchanged"] as const satisfies readonly ReplayKind[];

const looks: Record<ReplayKind, { word: string; means: string; icon: IconName; tone: Tone }> = {
  newlyDenied: { word: "Newly denied", means: "they were allowed", icon: "ban", tone: "denied" },
  newlyAllowed: { word: "Newly allowed", means: "they were denied", icon: "check", tone: "success" },
  undetermined: { word: "Undetermined", means: "too little was kept to say", icon: "help", tone: "unknown" },
  unchanged: { word: "Unchanged", means: "decided as they were", icon: "minus", tone: "neutral" },
};

const cell = "px-3 py-1.5 text-left font-normal";
const figure = `${cell} text-right tabular-nums`;

/** Written by hand: the console's tables are rendered by the server, and this result is not. */
function Groups({ title, first, groups }: { title: string; first: string; groups: readonly ReplayGroup[] }) {
  return (
    <Card flush title={title}>
      <ScrollBox label={title}>
        <table className="w-full">
          <caption className="sr-only">{title}</caption>
          <thead className="border-line border-b text-fg-muted text-xs">
            <tr>
              <th scope="col" className={`${cell} pl-4 font-medium`}>
                {first}
              </th>
              {kinds.map((kind) => (
                <th key={kind} scope="col" className={`${figure} whitespace-nowrap font-medium`}>
                  {looks[kind].word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {groups.map((group) => (
              <tr key={group.key}>
                <th scope="row" className={`${cell} pl-4 font-mono text-xs`}>
                  {group.key}
                </th>
                {kinds.map((kind) => (
                  <td key={kind} className={`${figure} ${group[kind] === 0 ? "text-fg-subtle" : ""}`}>
                    {group[kind].toLocaleString("en")}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
    </Card>
  );
}

function Sample({ tenant, sample }: { tenant: string; sample: ReplaySample }) {
  const { event, occurredAt, kind, human, agent, tool, before, after } = sample;
  const { word, icon, tone } = looks[kind];
  return (
    <li className="grid gap-x-4 gap-y-1 px-(--card-x) py-(--entry-y) sm:grid-cols-[7.5rem_minmax(0,1fr)]">
      <span>
        <Badge tone={tone} icon={icon}>
          {word}
        </Badge>
      </span>
      <span className="grid min-w-0 gap-0.5">
        <span className="[overflow-wrap:anywhere]">
          <Link href={paths.event(tenant, event)} className="rounded-xs font-medium font-mono text-xs hover:underline">
            {tool}
          </Link>{" "}
          <span className="text-fg-muted">
            by {agent} for {human.replace(/^human\|/, "")}, <Time value={occurredAt} format="full" />
          </span>
        </span>
        <span className="text-fg-muted text-xs">
          Then: {before === null ? "unknown" : <PolicyLabel tenant={tenant} policy={before} />}. With the change:{" "}
          {after === null ? "it cannot be told" : <PolicyLabel tenant={tenant} policy={after} />}.
        </span>
      </span>
    </li>
  );
}

/** What came out: four counts, who and what they are about, and calls to look at. */
export function ReplayResult({
  tenant,
  result: { total, truncated, counts, byHuman, byAgent, byTool, samples, from, to },
  isOut,
}: {
  tenant: string;
  result: ReplayedPolicies;
  isOut: boolean;
}) {
  if (total === 0)
    return (
      <div role="status" className="rounded-lg border border-line">
        <EmptyState icon="log" title="No call was recorded in this time">
          Choose a longer time, or come back when agents have made calls.
        </EmptyState>
      </div>
    );
  return (
    <section aria-label="Result of the replay" className="grid min-w-0 grid-cols-1 gap-3">
      <p role="status">
        {total.toLocaleString("en")} {total === 1 ? "call" : "calls"} decided again with this policy{" "}
        {isOut ? "switched off" : "in force"}, from <Time value={from} format="full" /> to{" "}
        <Time value={to} format="full" />.
      </p>
      {truncated && (
        <Notice tone="warning" title="This is not everything">
          There were more calls in this time than one replay takes. These are the newest.
        </Notice>
      )}
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {kinds.map((kind) => (
          <Stat
            key={kind}
            label={looks[kind].word}
            value={counts[kind].toLocaleString("en")}
            note={looks[kind].means}
          />
        ))}
      </div>
      <p className="max-w-3xl text-fg-muted text-xs">
        Undetermined: a condition looks at an argument that was masked as a secret or was too large to keep, and its
        value could make the difference. Nothing is guessed. Unchanged holds every call that was refused before policies
        were asked: no policy lifts those gates.
      </p>
      {samples.length > 0 && (
        <Card flush title="Calls to look at" description="The newest of each kind, at most twenty.">
          <ul className="divide-y divide-line">
            {samples.map((sample) => (
              <Sample key={sample.event} tenant={tenant} sample={sample} />
            ))}
          </ul>
        </Card>
      )}
      <div className="grid min-w-0 grid-cols-1 gap-3">
        <Groups title="By tool" first="Tool" groups={byTool} />
        <Groups title="By agent" first="Agent" groups={byAgent} />
        <Groups title="By human" first="Human" groups={byHuman} />
      </div>
    </section>
  );
}
