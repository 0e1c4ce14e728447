import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { AgentView } from "@/lib/registry/agents/agent-view";
import { ActionForm } from "../../../_parts/action-form";
import { TextField } from "../../../_parts/fields";
import { updateAgentAction } from "../../actions";

export function AgentFacts({ tenant, agent, mayWrite }: { tenant: string; agent: AgentView; mayWrite: boolean }) {
  return (
    <Card title="Details">
      <KeyValues>
        <KeyValue name="Slug" mono copy={agent.slug}>
          {agent.slug}
        </KeyValue>
        <KeyValue name="Connected">
          {agent.instances} {agent.instances === 1 ? "instance" : "instances"}
        </KeyValue>
        <KeyValue name="First seen">
          <Time value={agent.createdAt} format="full" />
        </KeyValue>
        <KeyValue name="Agent id" mono copy={agent.id}>
          {agent.id}
        </KeyValue>
      </KeyValues>
      {mayWrite && (
        <ActionForm
          action={updateAgentAction.bind(null, tenant)}
          done="Saved."
          label="Rename"
          className="mt-3 flex items-end gap-2 border-line border-t pt-3"
        >
          <input type="hidden" name="agent" value={agent.slug} />
          <TextField
            name="name"
            label="Name"
            defaultValue={agent.name}
            required
            maxLength={80}
            fieldClassName="flex-1"
          />
          <SubmitButton variant="secondary">Save</SubmitButton>
        </ActionForm>
      )}
    </Card>
  );
}
