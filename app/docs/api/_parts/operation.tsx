import { Code, DocSection } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { aboutWords, exampleOf, toSchemaRows, typeWords } from "@/components/docs/schema-rows";
import { Words } from "@/components/docs/words";
import { CodeBlock } from "@/components/ui/code-block";
import type { ApiOperation } from "./families";

type Row = { name: string; type: string; required: boolean; about: string };

/** One call: what it is for, what it takes, what it answers, and how it looks. */
export function Operation({ operation }: { operation: ApiOperation }) {
  const { operationId, method, path, summary, description, parameters, requestBody, answer } = operation;
  const body = requestBody?.content["application/json"].schema;
  const rows = body ? toSchemaRows(body) : [];
  const taken: Row[] = parameters
    .filter(({ name }) => name !== "tenant")
    .map(({ name, required, schema, description: about, ...parameter }) => ({
      name,
      type: `${typeWords(schema)} (${parameter.in})`,
      required,
      about: aboutWords(schema, about),
    }));
  const answered = answer.schema ? toSchemaRows(answer.schema) : [];
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
      {answered.length > 0 && (
        <details>
          <summary className="flex min-h-6 w-fit items-center rounded-xs text-accent hover:underline">
            Fields of the answer ({answered.length})
          </summary>
          <Fields label={`Answer of ${operationId}`} title="Answer" rows={answered} />
        </details>
      )}
      <CodeBlock label={`example of ${operationId}`} code={toCurl(operation)} />
    </DocSection>
  );
}

function Fields({ label, title, rows }: { label: string; title: string; rows: readonly Row[] }) {
  return (
    <div className="grid min-w-0 gap-1.5">
      <h3 className="font-medium">{title}</h3>
      <DocTable
        label={label}
        columns={["Name", "Type", "Meaning"]}
        rows={rows.map(({ name, type, required, about }) => ({
          key: name,
          cells: [
            <span key="name" className="grid justify-items-start gap-0.5">
              <Code>{name}</Code>
              {required && <span className="text-fg-muted text-xs">required</span>}
            </span>,
            <span key="type" className="block max-w-72 text-xs [overflow-wrap:anywhere]">
              {shortened(type)}
            </span>,
            <Words key="about" text={about} />,
          ],
        }))}
      />
    </div>
  );
}

const choicesMax = 12;

/** A list of very many choices is cut: the description has it whole. */
function shortened(type: string): string {
  const choices = type.split(" | ");
  return choices.length <= choicesMax
    ? type
    : `${choices.slice(0, choicesMax).join(" | ")} … (${choices.length} values)`;
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
