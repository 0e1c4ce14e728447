import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { PayloadRuleView } from "@/lib/registry/payload-rules/payload-rule-view";

/** Where else something is said of what is kept, each with the way there. */
export function RulesElsewhere({
  tenant,
  title,
  rules,
  empty,
}: {
  tenant: string;
  title: string;
  rules: readonly PayloadRuleView[];
  empty: ReactNode;
}) {
  return (
    <Card title={title}>
      {rules.length === 0 ? (
        <p className="flex flex-wrap items-center gap-2 text-fg-muted">{empty}</p>
      ) : (
        <ul className="grid gap-2">
          {rules.map((rule) => (
            <li key={`${rule.server}/${rule.tool}`} className="flex flex-wrap items-baseline gap-x-3">
              <TextLink href={paths.serverRecording(tenant, rule.server ?? "", rule.tool ?? undefined)}>
                <code className="font-mono">{rule.tool === null ? rule.server : `${rule.server} / ${rule.tool}`}</code>
              </TextLink>
              <span className="text-fg-muted text-xs">{toWords(rule)}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const toWords = ({ arguments: args, results, paths: rows }: PayloadRuleView): string =>
  [
    args === null ? "" : `arguments: ${args}`,
    results === null ? "" : `results: ${results}`,
    rows.length === 0 ? "" : `${rows.length} ${rows.length === 1 ? "path" : "paths"}`,
  ]
    .filter((words) => words !== "")
    .join(", ");
