import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ActionForm } from "../../../../_parts/action-form";
import { TextField } from "../../../../_parts/fields";
import { updateInstanceAction } from "../../../actions";

export function InstanceFacts({
  tenant,
  instance,
  mayWrite,
}: {
  tenant: string;
  instance: InstanceView;
  mayWrite: boolean;
}) {
  const { agent, human, clientName, clientVersion, oauthClient, grantExpiresAt } = instance;
  return (
    <Card title="Details" className="self-start">
      <KeyValues>
        <KeyValue name="Human">
          <TextLink href={paths.human(tenant, human.key)}>{human.name ?? human.email ?? human.key}</TextLink>
        </KeyValue>
        <KeyValue name="Agent">
          <TextLink href={paths.agent(tenant, agent.slug)}>{agent.name}</TextLink>
        </KeyValue>
        <KeyValue name="Client">{clientName && [clientName, clientVersion].filter(Boolean).join(" ")}</KeyValue>
        <KeyValue name="OAuth client" mono>
          {oauthClient?.clientId ?? "static token"}
        </KeyValue>
        {oauthClient !== null && (
          <>
            <KeyValue name="Host">{oauthClient.host ?? "the human's computer"}</KeyValue>
            <KeyValue name="Grant ends">
              {grantExpiresAt !== null && <Time value={grantExpiresAt} format="full" />}
            </KeyValue>
          </>
        )}
        <KeyValue name="MCP protocol">{instance.protocolVersion}</KeyValue>
        <KeyValue name="First request">
          {instance.connectedAt === null ? "Not yet" : <Time value={instance.connectedAt} format="full" />}
        </KeyValue>
        <KeyValue name="Made">
          <Time value={instance.createdAt} format="full" />
        </KeyValue>
        <KeyValue name="Instance id" mono copy={instance.id}>
          {instance.id}
        </KeyValue>
      </KeyValues>
      {mayWrite && instance.status !== "disconnected" && (
        <ActionForm
          action={updateInstanceAction.bind(null, tenant)}
          done="Saved."
          label="Rename"
          className="mt-3 flex items-end gap-2 border-line border-t pt-3"
        >
          <input type="hidden" name="instance" value={instance.id} />
          <TextField
            name="label"
            label="Label"
            defaultValue={instance.label}
            required
            maxLength={120}
            fieldClassName="flex-1"
          />
          <SubmitButton variant="secondary">Save</SubmitButton>
        </ActionForm>
      )}
    </Card>
  );
}
