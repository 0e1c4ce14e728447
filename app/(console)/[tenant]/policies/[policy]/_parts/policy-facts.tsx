import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import type { FoundPolicy } from "./find-policy";

/** A policy for who may read it only. */
export function PolicyFacts({ policy: { id, description, scope } }: { policy: FoundPolicy["last"] }) {
  const lists = [
    { name: "Tools", values: scope.tools, any: "Any tool" },
    { name: "Servers", values: scope.servers, any: "Any server" },
    { name: "Humans", values: scope.humans, any: "Any human" },
    { name: "Agents", values: scope.agents, any: "Any agent" },
    { name: "Instances", values: scope.instances, any: "Any instance" },
  ];
  return (
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
  );
}
