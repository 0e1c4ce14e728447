import { DocSection } from "@/components/docs/doc-section";
import { type Schema, toSchemaRows, typeWords } from "@/components/docs/schema-rows";
import { Words } from "@/components/docs/words";
import { Fields, schemaId, TypeWords } from "./fields";

/** A schema of the description that has a name, told once for all answers that refer to it. */
export function NamedSchema({ name, schema, named }: { name: string; schema: Schema; named: readonly string[] }) {
  const rows = toSchemaRows(schema);
  const { description } = schema;
  return (
    <DocSection id={schemaId(name)} title={name} level={3}>
      {typeof description === "string" && (
        <p>
          <Words text={description} />
        </p>
      )}
      {rows.length > 0 ? (
        <Fields label={`Fields of ${name}`} isAnswer rows={rows} named={named} />
      ) : (
        <p>
          <TypeWords type={typeWords(schema)} named={named} />
        </p>
      )}
    </DocSection>
  );
}
