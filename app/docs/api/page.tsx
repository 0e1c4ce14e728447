import Link from "next/link";
import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { Words } from "@/components/docs/words";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import { resources, roleScopes } from "@/lib/kernel/scope";
import { readApi } from "./_parts/families";

export const metadata = { title: "HTTP API" };

// Made at the request, as the description itself is.
export const dynamic = "force-dynamic";

const places = [
  { id: "calling", label: "Calling" },
  { id: "scopes", label: "Scopes" },
  { id: "pages", label: "Pages" },
  { id: "errors", label: "Errors" },
  { id: "calls", label: "Every call" },
];

export default function ApiPage() {
  const { families, refusals } = readApi();
  return (
    <DocPage
      title="HTTP API"
      description="Everything that the console does, for scripts: the same verbs, the same permissions, the same events. This reference is made from the OpenAPI description that this installation serves."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="calling" title="Calling">
        <Prose>
          <p>
            Every call is about one environment, which stands in its address. It carries an API key of that environment
            (Settings, API keys), which is shown once and stored as a hash. Bodies are JSON.
          </p>
        </Prose>
        <CodeBlock
          label="a first call"
          code={`export URL=https://gateway.example.com KEY=csk_…
curl -H "Authorization: Bearer $KEY" "$URL/api/v1/acme/servers"`}
        />
        <Prose>
          <p>
            A name or key in the address is percent-encoded: <Code>human%7Calice</Code>. Every answer has an{" "}
            <Code>x-request-id</Code>, which names the request in the log. The whole description is an{" "}
            <TextLink href={paths.openApi()} prefetch={false}>
              OpenAPI 3.1 document
            </TextLink>
            , for generators.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="scopes" title="Scopes">
        <Prose>
          <p>
            A key has scopes: <Code>{"<what>:read"}</Code>, <Code>{"<what>:write"}</Code>, or <Code>*</Code> for all.
            Each call below names the one that it needs. What there is: {resources.join(", ")}.
          </p>
          <p>Members of the console have them by their role:</p>
        </Prose>
        <DocTable
          label="Scopes of roles"
          columns={["Role", "Scopes"]}
          rows={Object.entries(roleScopes).map(([role, scopes]) => ({
            key: role,
            cells: [<Code key="role">{role}</Code>, scopes.join(", ")],
          }))}
        />
      </DocSection>
      <DocSection id="pages" title="Pages">
        <Prose>
          <p>
            Lists answer <Code>{'{"items": […], "nextCursor": …}'}</Code>. Send <Code>nextCursor</Code> as{" "}
            <Code>cursor</Code> to go on; it is null at the end. A parameter that is not known is refused, because
            leaving a filter out would widen the answer.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="errors" title="Errors">
        <Prose>
          <p>
            What is refused says why: <Code>{'{"error": {"code", "message", "details"?}}'}</Code>. A key of another
            environment is answered with 401, an id of another environment with 404.
          </p>
        </Prose>
        <DocTable
          label="Errors"
          columns={["Kind", "When"]}
          rows={Object.entries(refusals).map(([name, { description }]) => ({
            key: name,
            cells: [name, <Words key="when" text={description} />],
          }))}
        />
      </DocSection>
      <DocSection id="calls" title="Every call">
        {families.map(({ id, name, operations }) => (
          <section key={id} aria-labelledby={id} className="grid min-w-0 gap-1.5">
            <h3 id={id} className="scroll-mt-16 pt-2 font-semibold">
              <TextLink href={paths.docsApiFamily(id)}>{name}</TextLink>
            </h3>
            <ul className="grid gap-px">
              {operations.map(({ operationId, method, path, summary }) => (
                <li key={operationId}>
                  <Link
                    href={`${paths.docsApiFamily(id)}#${operationId}`}
                    prefetch={false}
                    className="grid gap-x-3 rounded-sm px-1 py-1 hover:bg-hover sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]"
                  >
                    <span className="font-mono text-xs [overflow-wrap:anywhere]">
                      {method} {path.replace("/api/v1/{tenant}/", "")}
                    </span>
                    <span className="text-fg-muted">{summary}</span>
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </DocSection>
    </DocPage>
  );
}
