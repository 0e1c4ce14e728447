import {
  attributeMeanings,
  functionReference,
  limitMeanings,
  operatorReference,
} from "@/components/docs/condition-reference";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { policyExamples } from "@/components/docs/policy-examples";
import { CodeBlock } from "@/components/ui/code-block";
import { attributeTypes, conditionLimits } from "@/lib/policy/condition/condition";

/** The text form of conditions, made from the tables that the parser reads. */
export function Language() {
  return (
    <>
      <DocSection id="conditions" title="Conditions">
        <Prose>
          <p>
            A condition is written as text, in a syntax that is a part of CEL (cel.dev), or put together in the
            console's builder. Both edit the same tree. Tests are joined by <Code>&&</Code>, <Code>||</Code>,{" "}
            <Code>!</Code> and parentheses; <Code>&&</Code> binds tighter than <Code>||</Code>, and what <Code>!</Code>{" "}
            negates stands in parentheses where it ends in a comparison.
          </p>
          <p>
            Arguments begin with <Code>args.</Code> (<Code>request.args.</Code> is the same). A name that is not made of
            letters, digits and underscores stands in brackets: <Code>{'args["user-id"]'}</Code>. Texts stand in
            straight quotes, single or double.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="operators" title="Operators">
        <DocTable
          label="Operators"
          columns={["Written", "What it asks", "Example"]}
          rows={operatorReference.map(({ op, written, means, example }) => ({
            key: op,
            cells: [<Code key="written">{written}</Code>, means, <Code key="example">{example}</Code>],
          }))}
        />
        <Prose>
          <p>
            A size can be compared with <Code>{"<"}</Code>, <Code>{">"}</Code> and <Code>==</Code>, too. Nothing is ever
            converted: the number 5 is not the text "5". Texts are compared with upper and lower case, in Unicode's
            composed form (NFC). Regular expressions are RE2's.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="functions" title="Functions">
        <DocTable
          label="Functions"
          columns={["Written", "What it does", "Example"]}
          rows={functionReference.map(({ written, means, example }) => ({
            key: written,
            cells: [<Code key="written">{written}</Code>, means, <Code key="example">{example}</Code>],
          }))}
        />
      </DocSection>
      <DocSection id="attributes" title="Attributes">
        <Prose>
          <p>What else a condition can ask of a call, besides its arguments.</p>
        </Prose>
        <DocTable
          label="Attributes"
          columns={["Name", "Type", "What it is"]}
          rows={Object.entries(attributeMeanings).map(([name, means]) => ({
            key: name,
            // safe because both records have the attributes as their keys
            cells: [<Code key="name">{name}</Code>, attributeTypes[name as keyof typeof attributeTypes], means],
          }))}
        />
      </DocSection>
      <DocSection id="missing" title="What is missing, and what has the wrong type">
        <Prose>
          <p>
            A test comes out true, false, or as an error. It is an error where its field is missing or null, has another
            type than the test asks for, or cannot be judged safely. Because an error makes a deny apply and an allow
            not, an agent that leaves an argument out, or sends it in another type, only loses permission.
          </p>
          <p>
            Where a missing value should mean something, say so: <Code>ifMissing(args.x == 1, false)</Code>. A wrong
            type stays an error all the same.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="limits" title="Bounds">
        <DocTable
          label="Bounds of conditions"
          columns={["What", "At most"]}
          rows={Object.entries(limitMeanings).map(([name, means]) => ({
            key: name,
            // safe because both records have the same keys
            cells: [means, conditionLimits[name as keyof typeof conditionLimits].toLocaleString("en")],
          }))}
        />
        <Prose>
          <p>
            A condition that is larger cannot be saved; arguments that are larger make their test an error. All policies
            of one decision share a budget; a call that would take more is denied as <Code>ENGINE_BUDGET</Code>.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="examples" title="Examples">
        {policyExamples.map(({ id, says, body }) => (
          <div key={id} className="grid min-w-0 gap-1.5">
            <p>{says}</p>
            <CodeBlock label={`policy “${body.name}”`} code={JSON.stringify(body, null, 2)} />
          </div>
        ))}
      </DocSection>
    </>
  );
}
