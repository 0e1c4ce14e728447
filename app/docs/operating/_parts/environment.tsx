import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { Words } from "@/components/docs/words";
import { Environment } from "@/lib/kernel/environment";

/** Every variable, out of the schema that reads them. */
export function EnvironmentVariables() {
  return (
    <DocSection id="environment" title="Environment variables">
      <Prose>
        <p>
          Read once, at start. A value that is wrong ends the start with a sentence that names it. An empty one counts
          as absent.
        </p>
      </Prose>
      <DocTable
        label="Environment variables"
        columns={["Variable", "Default", "What it is for"]}
        rows={Object.entries(Environment.shape).map(([name, field]) => {
          const usual = field.safeParse(undefined).data;
          return {
            key: name,
            cells: [
              <span key="name" className="whitespace-nowrap">
                <Code>{name}</Code>
              </span>,
              usual === undefined || usual === "" ? "none" : <Code key="usual">{String(usual)}</Code>,
              <Words key="about" text={field.description ?? ""} />,
            ],
          };
        })}
      />
    </DocSection>
  );
}
