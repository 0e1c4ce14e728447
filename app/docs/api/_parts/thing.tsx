import { DocSection } from "@/components/docs/doc-section";
import { type Schema, toSchemaRows, typeWords } from "@/components/docs/schema-rows";
import { Words } from "@/components/docs/words";
import { Fields, TypeWords, thingId } from "./fields";

/** What a thing of answers is made of, told once for all calls that give it. */
export function Thing({ name, schema, things }: { name: string; schema: Schema; things: readonly string[] }) {
  const rows = toSchemaRows(schema);
  const { description } = schema;
  return (
    <DocSection id={thingId(name)} title={name} level={3}>
      {typeof description === "string" && (
        <p>
          <Words text={description} />
        </p>
      )}
      {rows.length > 0 ? (
        <Fields label={`Fields of ${name}`} isAnswer rows={rows} things={things} />
      ) : (
        <p>
          <TypeWords type={typeWords(schema)} things={things} />
        </p>
      )}
    </DocSection>
  );
}
