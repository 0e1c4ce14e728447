import { FindingNotes } from "@/components/policies/condition/finding-notes";
import { showFindings } from "@/components/policies/condition/shown-finding";
import { toDraft } from "@/components/policies/condition/to-draft";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import type { FoundPolicy } from "./find-policy";

/** A policy for who may read it only. */
export function PolicyFacts({ found: { policy, last } }: { found: FoundPolicy }) {
  const { id, description, scope, effect, when, whenText, unless, unlessText } = last;
  const lists = [
    { name: "Tools", values: scope.tools, any: "Any tool" },
    { name: "Servers", values: scope.servers, any: "Any server" },
    { name: "Server tags", values: scope.serverTags },
    { name: "Humans", values: scope.humans, any: "Any human" },
    { name: "Human groups", values: scope.groups },
    { name: "Agents", values: scope.agents, any: "Any agent" },
    { name: "Agent tags", values: scope.agentTags },
    { name: "Instances", values: scope.instances, any: "Any instance" },
  ].filter(({ values, any }) => values !== undefined || any !== undefined);
  const conditions = [
    { title: effect === "deny" ? "Denies when" : "Allows when", text: whenText },
    { title: "Unless", text: unlessText },
  ];
  const findings = showFindings(policy?.findings ?? [], { when: toDraft(when), unless: toDraft(unless) });
  return (
    <div className="grid gap-4">
      <Card title="Rule">
        <KeyValues>
          <KeyValue name="Description">{description}</KeyValue>
          {lists.map(({ name, values, any }) => (
            <KeyValue key={name} name={name} mono={values !== undefined}>
              {values === undefined ? any : values.join(", ")}
            </KeyValue>
          ))}
          <KeyValue name="Policy id" mono copy={id}>
            {id}
          </KeyValue>
        </KeyValues>
      </Card>
      <Card title="Conditions">
        <div className="grid gap-3">
          {whenText === null && unlessText === null && (
            <p className="text-fg-muted">None: it applies to every call that it covers.</p>
          )}
          {conditions.map(
            ({ title, text }) =>
              text !== null && <CodeBlock key={title} title={title} label={title} code={text} wrap />,
          )}
          <FindingNotes findings={findings} withClause />
        </div>
      </Card>
    </div>
  );
}
