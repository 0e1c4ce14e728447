import { ChangeDiff } from "@/components/audit/change-diff";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ToolReview as Review } from "@/lib/registry/servers/get-tool-review";
import { ToolReview, type ToolRow } from "../../_parts/tool-columns";

/** Why a tool is quarantined, what it said before and what it says now, and the button that lets it in. */
export function ToolDrift({ tool, review }: { tool: ToolRow; review: Review }) {
  return (
    <div className="grid gap-4 pt-4">
      <Notice
        tone="warning"
        title="Nobody may call it until its definition is accepted"
        actions={<ToolReview {...tool} />}
      >
        {review.before === null
          ? "It was never in use as it is. Read what the server says of it."
          : "The server has changed what it says. Compare it with what was accepted."}
      </Notice>
      {tool.findings.length > 0 && (
        <Card title="What differs" description="What made it wait comes first.">
          <ul className="grid gap-1.5">
            {tool.findings.map(({ kind, path, text, widens }) => (
              <li key={`${kind} ${path} ${text}`} className="flex flex-wrap items-baseline gap-x-2">
                <Badge tone={widens ? "error" : "info"} quiet>
                  {widens ? "Widens" : "Differs"}
                </Badge>
                <span className="min-w-0 [overflow-wrap:anywhere]">
                  <span className="font-mono">{tool.name}</span> {text}
                </span>
                {path !== undefined && (
                  <span className="min-w-0 font-mono text-fg-muted text-xs [overflow-wrap:anywhere]">{path}</span>
                )}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {review.before !== null && (
        <Card title="Accepted and offered now">
          <ChangeDiff changes={review} />
        </Card>
      )}
    </div>
  );
}
