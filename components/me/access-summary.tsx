import type { ReactNode } from "react";
import { BucketBadge } from "@/components/access/bucket-badge";
import { LevelBadge } from "@/components/audit/level-badge";
import { Icon } from "@/components/ui/icon";
import type { ToolAccess } from "@/lib/registry/decisions/load-access";
import type { AccessWords } from "./access-words";

const counted = (count: number): string => `${count} ${count === 1 ? "tool" : "tools"}`;

/** What an agent may do on one server, in plain words, with the tools behind each. `after`: what can be done about one tool. */
export function AccessSummary({
  words: { nothing, parts },
  after,
}: {
  words: AccessWords;
  after?: ((tool: ToolAccess) => ReactNode) | undefined;
}) {
  return (
    <div className="grid min-w-0 gap-1">
      {nothing !== null && <p>May do nothing here. {nothing}</p>}
      {(nothing === null || after !== undefined) &&
        parts.map(({ bucket, words, tools }) => (
          <details key={bucket} className="group/part min-w-0">
            <summary className="flex min-h-7 w-fit max-w-full flex-wrap items-center gap-x-2 rounded-xs py-0.5 hover:underline">
              <BucketBadge bucket={bucket} />
              <span className="min-w-0">{words}</span>
              <span className="inline-flex items-center gap-0.5 text-fg-muted text-xs tabular-nums">
                {counted(tools.length)}
                <Icon name="chevron-right" size={13} className="transition-transform group-open/part:rotate-90" />
              </span>
            </summary>
            <ul className="mt-1 mb-2 max-h-72 divide-y divide-line overflow-y-auto rounded-md border border-line">
              {tools.map((tool) => (
                <li key={tool.tool} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5">
                  <code className="min-w-0 font-mono text-xs [overflow-wrap:anywhere]">{tool.tool}</code>
                  <LevelBadge level={tool.level} quiet />
                  {tool.bucket !== "allowed" && tool.policies.length > 0 && (
                    <span className="min-w-0 text-fg-muted text-xs">
                      {tool.policies.map(({ name }) => name).join(", ")}
                    </span>
                  )}
                  {after !== undefined && <span className="ml-auto">{after(tool)}</span>}
                </li>
              ))}
            </ul>
          </details>
        ))}
    </div>
  );
}
