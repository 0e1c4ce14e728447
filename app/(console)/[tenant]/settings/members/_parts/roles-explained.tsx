import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { roleWords } from "./role-words";

export function RolesExplained() {
  return (
    <Card title="Roles">
      <KeyValues>
        {Object.values(roleWords).map(({ word, means }) => (
          <KeyValue key={word} name={word}>
            {means}
          </KeyValue>
        ))}
      </KeyValues>
    </Card>
  );
}
