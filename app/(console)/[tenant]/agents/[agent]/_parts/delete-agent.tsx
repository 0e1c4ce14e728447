import { Card } from "@/components/ui/card";
import type { AgentView } from "@/lib/registry/agents/agent-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { deleteAgentAction } from "../../actions";

export function DeleteAgent({ tenant, agent }: { tenant: string; agent: AgentView }) {
  return (
    <Card
      tone="danger"
      title="Delete this agent"
      description="All of its instances are disconnected. What they did stays in the log."
    >
      <ConfirmAction
        id="delete-agent"
        action={deleteAgentAction.bind(null, tenant)}
        fields={{ agent: agent.slug }}
        title={`Delete ${agent.name}?`}
        description="Every instance is refused from its next call on. This cannot be undone."
        confirmLabel="Delete agent"
        typed={agent.slug}
        variant="danger-quiet"
      >
        Delete agent
      </ConfirmAction>
    </Card>
  );
}
