import { toReasonLabel } from "@/components/audit/reason-label";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import { toLength } from "@/components/ui/time-words";
import { type DenialChange, type DenialComparison, type DenialField, denialFields } from "@/lib/audit/compare-denials";
import { paths } from "@/lib/kernel/paths";

const words: Record<DenialField, string> = { reason: "Reason", agent: "Agent", tool: "Tool" };

/** What was denied more often than in the equally long time before: by reason, agent and tool. Every figure leads to exactly its events. */
export function DenialsRose({ tenant, denials }: { tenant: string; denials: DenialComparison }) {
  const { total, rose, exact, before, from, to } = denials;
  const length = toLength(Date.parse(to) - Date.parse(from));
  const figure = (n: number) => `${n.toLocaleString("en")}${exact ? "" : "+"}`;
  const fields = denialFields.filter((field) => rose[field].length > 0);
  const log = (field: DenialField, value: string, since: string, until: string) =>
    paths.audit(tenant, `${new URLSearchParams({ outcome: "denied", [field]: value, from: since, to: until })}`);
  return (
    <Card
      title="Denials that rose"
      description={`${figure(total.now)} in the last ${length}, ${figure(total.before)} in the ${length} before.${
        exact ? "" : " Compared are the newest of each."
      }`}
    >
      {fields.length === 0 ? (
        <p className="flex items-center gap-2 text-fg-muted">
          <Icon name="circle-check" className="text-success" />
          No reason, no agent and no tool was denied more often than before.
        </p>
      ) : (
        <div className="grid items-start gap-x-8 gap-y-4 md:grid-cols-2 xl:grid-cols-3">
          {fields.map((field) => (
            <table key={field} className="w-full">
              <caption className="sr-only">Denials that rose, by {words[field].toLowerCase()}</caption>
              <thead className="border-line border-b text-fg-muted text-xs">
                <tr>
                  <th scope="col" className="pb-1 text-left font-medium">
                    {words[field]}
                  </th>
                  <th scope="col" className="w-16 pb-1 pl-3 text-right font-medium">
                    Now
                  </th>
                  <th scope="col" className="w-16 pb-1 pl-3 text-right font-medium">
                    Before
                  </th>
                </tr>
              </thead>
              <tbody className="divide-y divide-line">
                {rose[field].map((change) => (
                  <tr key={change.value}>
                    <th scope="row" className="py-(--cell-y) text-left font-normal [overflow-wrap:anywhere]">
                      <TextLink href={log(field, change.value, from, to)}>{labelOf(field, change)}</TextLink>
                    </th>
                    <td className="py-(--cell-y) pl-3 text-right align-top font-medium tabular-nums">
                      <span className="inline-flex items-center gap-1">
                        <Icon name="arrow-up" size={12} className="text-denied" />
                        {change.now.toLocaleString("en")}
                      </span>
                    </td>
                    <td className="py-(--cell-y) pl-3 text-right align-top text-fg-muted tabular-nums">
                      {change.before === 0 ? (
                        "new"
                      ) : (
                        <TextLink
                          href={log(field, change.value, before, from)}
                          aria-label={`${change.before.toLocaleString("en")} before: ${labelOf(field, change)}`}
                        >
                          {change.before.toLocaleString("en")}
                        </TextLink>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          ))}
        </div>
      )}
    </Card>
  );
}

const labelOf = (field: DenialField, { value, label }: DenialChange): string =>
  field === "reason" ? toReasonLabel({ code: value, text: "" }) : label;
