import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { TextLink } from "@/components/ui/text-link";
import type { AuditEvent } from "@/lib/audit/event";
import { paths } from "@/lib/kernel/paths";

const toName = ({ name, email, key }: NonNullable<AuditEvent["human"]>): string => name ?? email ?? key;

/** Who did it, under whose authority, through which client. `own`: links lead to the reader's own pages only. */
export function EventWho({ event, tenant, own = false }: { event: AuditEvent; tenant: string; own?: boolean }) {
  const { actor, human, agent, instance } = event;
  return (
    <KeyValues>
      {agent === null && (
        <KeyValue name="Actor">
          {actor.name ?? actor.key} <span className="text-fg-subtle">{actor.type}</span>
        </KeyValue>
      )}
      {agent !== null && (
        <KeyValue name="Agent">
          {own ? agent.name : <TextLink href={paths.agent(tenant, agent.slug)}>{agent.name}</TextLink>}
        </KeyValue>
      )}
      {human !== null && (
        <KeyValue name={actor.type === "human" ? "Human" : "On behalf of"}>
          {own ? toName(human) : <TextLink href={paths.human(tenant, human.key)}>{toName(human)}</TextLink>}
          {human.name !== null && human.email !== null && (
            <span className="block text-fg-muted text-xs">{human.email}</span>
          )}
        </KeyValue>
      )}
      <KeyValue name="Actor key" mono copy={actor.key}>
        {actor.key}
      </KeyValue>
      {human !== null && human.key !== actor.key && (
        <KeyValue name="Human key" mono copy={human.key}>
          {human.key}
        </KeyValue>
      )}
      {instance !== null && (
        <>
          <KeyValue name="Instance" mono copy={instance.id}>
            {agent === null ? (
              instance.id
            ) : (
              <TextLink
                href={own ? paths.myInstance(tenant, instance.id) : paths.instance(tenant, agent.slug, instance.id)}
              >
                {instance.id}
              </TextLink>
            )}
            {instance.label !== "" && <span className="block font-sans text-fg-muted">{instance.label}</span>}
          </KeyValue>
          <KeyValue name="Client">
            {instance.clientName === null
              ? null
              : [instance.clientName, instance.clientVersion].filter(Boolean).join(" ")}
          </KeyValue>
          <KeyValue name="MCP protocol">{instance.protocolVersion}</KeyValue>
        </>
      )}
    </KeyValues>
  );
}
