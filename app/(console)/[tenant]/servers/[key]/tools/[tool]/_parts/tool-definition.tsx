import { Card } from "@/components/ui/card";
import { JsonView } from "@/components/ui/json-view";
import type { ToolView } from "@/lib/registry/servers/server-view";

/** What the server says of the tool, word for word. */
export function ToolDefinition({ tool }: { tool: ToolView }) {
  return (
    // Lines of JSON lie close together; each that folds is a target of its own (WCAG 2.5.8).
    <div className="grid min-w-0 content-start gap-4 [&_summary]:min-h-6">
      <Card title="Description" description="In the server's own words.">
        {tool.description === "" ? (
          <p className="text-fg-muted">None.</p>
        ) : (
          <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{tool.description}</p>
        )}
      </Card>
      <Card title="Input schema">
        <JsonView value={tool.inputSchema} label="input schema" open={3} />
      </Card>
      {tool.outputSchema !== null && (
        <Card title="Output schema">
          <JsonView value={tool.outputSchema} label="output schema" open={2} />
        </Card>
      )}
      {tool.annotations !== null && (
        <Card
          title="Annotations"
          description="Hints of the server. They may raise a level, never lower it on their own."
        >
          <JsonView value={tool.annotations} label="annotations" />
        </Card>
      )}
    </div>
  );
}
