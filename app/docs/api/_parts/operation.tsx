import { Code, DocSection } from "@/components/docs/doc-section";
import { aboutWords, exampleOf, type SchemaRow, toSchemaRows, typeWords } from "@/components/docs/schema-rows";
import { Words } from "@/components/docs/words";
import { CodeBlock } from "@/components/ui/code-block";
import type { ApiOperation } from "./families";
import { Fields, TypeWords } from "./fields";

/** One call: what it is for, what it takes, what it answers, and how it looks. */
export function Operation({ operation, named }: { operation: ApiOperation; named: readonly string[] }) {
  const { operationId, method, path, summary, description, parameters, requestBody, answer } = operation;
  const body = requestBody?.content["application/json"].schema;
  const rows = body ? toSchemaRows(body) : [];
  const taken: SchemaRow[] = parameters
    .filter(({ name }) => name !== "tenant")
    .map(({ name, required, schema, description: about, ...parameter }) => ({
      name,
      type: `${typeWords(schema)} (${parameter.in})`,
      required,
      about: aboutWords(schema, about),
    }));
  const rowsOfAnswer = answer.schema ? toSchemaRows(answer.schema) : [];
  const answered = answer.schema && rowsOfAnswer.length === 0 ? typeWords(answer.schema) : undefined;
  return (
    <DocSection id={operationId} title={summary}>
      <p>
        <Code>
          {method} {path}
        </Code>
      </p>
      <p>
        <Words text={description} />
      </p>
      {taken.length > 0 && <Fields label={`Parameters of ${operationId}`} title="Parameters" rows={taken} />}
      {body && rows.length === 0 && <p className="text-fg-muted">The body is a JSON object.</p>}
      {rows.length > 0 && <Fields label={`Body of ${operationId}`} title="Body" rows={rows} />}
      <p>
        <span className="font-medium">Answer</span> <Code>{answer.status}</Code>{" "}
        <span className="text-fg-muted">
          <Words text={answer.description} />
        </span>
      </p>
      {answered && (
        <p>
          <TypeWords type={answered} named={named} /> <span className="text-fg-muted">as JSON</span>
        </p>
      )}
      {rowsOfAnswer.length > 0 && (
        <Fields label={`Answer of ${operationId}`} isAnswer rows={rowsOfAnswer} named={named} />
      )}
      <CodeBlock label={`example of ${operationId}`} code={toCurl(operation)} />
    </DocSection>
  );
}

/** The call for a terminal, in the form of the other examples of these pages. */
function toCurl({ method, path, parameters, requestBody }: ApiOperation): string {
  const asked = parameters
    .filter(({ in: place, required }) => place === "query" && required)
    .map(({ name, schema }) => `${name}=${encodeURIComponent(String(exampleOf(schema, name)))}`);
  const address = path
    .replace("{tenant}", "acme")
    .replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`);
  const url = `"$URL${address}${asked.length > 0 ? `?${asked.join("&")}` : ""}"`;
  const schema = requestBody?.content["application/json"].schema;
  const usual = schema ? "POST" : "GET";
  const parts = [
    "curl",
    ...(method === usual ? [] : [`-X ${method}`]),
    '-H "Authorization: Bearer $KEY"',
    ...(schema ? [`--json '${JSON.stringify(exampleOf(schema)).replaceAll("'", "'\\''")}'`] : []),
  ].join(" ");
  return `${parts} \\\n  ${url}`;
}
