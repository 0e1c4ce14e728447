import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { decisionReasons } from "@/lib/audit/catalog/reasons";
import { paths } from "@/lib/kernel/paths";
import { levels, minLevel } from "@/lib/policy/level";

const steps = [
  ["Identity", "The instance, its agent and its human are on record, and none of them is suspended.", "User not found"],
  [
    "Resource",
    "The server is imported and switched on; the tool is known, switched on and not quarantined.",
    "Resource not found",
  ],
  [
    "Trust",
    "The lower of the human's ceiling on the server and their consent to this instance reaches the level that the tool needs.",
    "No permission for 'delete_repo'",
  ],
  ["Arguments", "The arguments are within bounds and fit the tool's input schema.", "what does not fit, and where"],
  ["Policies", "No policy that denies applies, and one that allows does.", "No permission for 'delete_repo'"],
] as const;

const common = [
  "TRUST_TOO_LOW",
  "NO_GRANT",
  "NO_CONSENT",
  "BLOCKED_BY_POLICY",
  "USER_NOT_FOUND",
  "RESOURCE_NOT_FOUND",
] as const;

/** How to read a decision, and the reasons of denials. */
export function Decisions() {
  return (
    <>
      <DocSection id="decisions" title="How a decision reads">
        <Prose>
          <p>
            One tool call is one check and one event. The raw check stands on the event's page, to be read and copied:
          </p>
        </Prose>
        <CodeBlock label="raw check" code={'check("agent|cursor_abc123", "create_issue", "linear:linear")'} />
        <Prose>
          <ul>
            <li>
              <strong className="font-medium">User</strong> <Code>agent|cursor_abc123</Code>: the MCP client, by its
              client id.
            </li>
            <li>
              <strong className="font-medium">Action</strong> <Code>create_issue</Code>: the tool, which needs a level
              of trust (say, medium).
            </li>
            <li>
              <strong className="font-medium">Resource</strong> <Code>linear:linear</Code>: the server; type and
              instance share one key.
            </li>
          </ul>
          <p>The event holds the chain of steps that were taken. The first that fails ends it.</p>
        </Prose>
        <DocTable
          label="Steps of a decision"
          columns={["Step", "What it asks", "What a denial says"]}
          rows={steps.map(([name, text, reason]) => ({
            key: name,
            cells: [
              <span key="name" className="font-medium">
                {name}
              </span>,
              text,
              reason,
            ],
          }))}
        />
        <Prose>
          <p>
            The trust step lists all nine derivations of ceiling and consent, and says which one held and why the others
            did not. What is effective is always the lower of the two:
          </p>
        </Prose>
        <DocTable
          label="Effective level"
          columns={["Ceiling of the human", ...levels.map((consent) => `Consent ${consent}`)]}
          rows={levels.map((ceiling) => ({
            key: ceiling,
            cells: [ceiling, ...levels.map((consent) => minLevel(ceiling, consent))],
          }))}
        />
      </DocSection>
      <DocSection id="denials" title="Why a call was denied">
        <DocTable
          label="Common reasons"
          columns={["Reason", "What it means", "What to do"]}
          rows={common.map((code) => ({
            key: code,
            cells: [<Code key="code">{code}</Code>, decisionReasons[code].meaning, decisionReasons[code].todo],
          }))}
        />
        <Prose>
          <p>
            <TextLink href={paths.docsReasons()}>Reason codes</TextLink> has all of them. A denial's page also says the
            smallest changes that would have let the call through, as things were then.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="buckets" title="Three buckets of tools">
        <Prose>
          <p>
            <TextLink href={paths.docsEvent("agent.connected")}>agent.connected</TextLink> says, at an instance's first
            connection, which tools it may use:
          </p>
          <ul>
            <li>
              <strong className="font-medium">Allowed</strong> outright, whatever the arguments.
            </li>
            <li>
              <strong className="font-medium">Denied</strong> outright, whatever the arguments.
            </li>
            <li>
              <strong className="font-medium">Conditional</strong>: a policy looks at the arguments. Its condition is
              evaluated again on every call, against the arguments of that call.
            </li>
          </ul>
        </Prose>
      </DocSection>
    </>
  );
}
