import { LevelBadge } from "@/components/audit/level-badge";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { ToolEnabled, ToolLevel, ToolReview, type ToolRow } from "../../_parts/tool-columns";
import { ToolTimeout } from "./tool-timeout";

export function ToolSettings({ tool }: { tool: ToolRow }) {
  return (
    <Card title="In this environment" className="self-start">
      <KeyValues>
        <KeyValue name="Level">
          <ToolLevel {...tool} />
        </KeyValue>
        <KeyValue name="Suggested">
          <LevelBadge level={tool.levelSuggested} quiet />
          <span className="block text-fg-muted text-xs">{tool.levelReason}</span>
        </KeyValue>
        <KeyValue name="Review">
          <ToolReview {...tool} />
        </KeyValue>
        <KeyValue name="Enabled">
          <ToolEnabled {...tool} />
        </KeyValue>
        <KeyValue name="Time per call">
          <ToolTimeout {...tool} />
        </KeyValue>
        <KeyValue name="Slug" mono copy={tool.slug}>
          {tool.slug}
        </KeyValue>
        <KeyValue name="Definition" mono copy={tool.definitionHash}>
          {tool.definitionHash.slice(0, 16)}…
        </KeyValue>
      </KeyValues>
    </Card>
  );
}
