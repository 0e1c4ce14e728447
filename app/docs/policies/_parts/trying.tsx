import { findingMeanings } from "@/components/docs/condition-reference";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

const asking = `curl -H "Authorization: Bearer $KEY" --json '{
  "instance": "ins_…", "server": "bank", "tool": "send_money",
  "arguments": {"amount": 900, "to": "bob@acme.example"}
}' "$URL/api/v1/acme/decisions"`;

const ways = [
  [
    "What if",
    "POST decisions",
    "How one call would be decided, with the whole chain and, of a denial, the smallest changes that would have allowed it. Nothing is called. With a draft: how it would be then.",
  ],
  [
    "Impact",
    "POST policies/impact",
    "Which tools of which live instances a draft makes wider or narrower, with example calls that both sets of policies have decided.",
  ],
  [
    "Replay",
    "POST policies/replay",
    "Recorded calls decided again under a draft. Where a value was not kept, what could be either way is said to be undetermined; nothing is guessed.",
  ],
  [
    "Shadow",
    'status: "shadow"',
    "The policy is evaluated with live calls and stands in the chain of their events, without deciding.",
  ],
  ["Access", "GET access", "Allowed, conditional and denied tools of every instance, before anything is called."],
] as const;

/** How one finds out what a policy does before it does it. */
export function Trying() {
  return (
    <>
      <DocSection id="check" title="The check">
        <Prose>
          <p>
            Every policy is held against the input schema of each tool that it covers, while it is written and when
            tools change. An error keeps it from being active; a warning stands beside the clause.{" "}
            <Code>POST policies/check</Code> does the same and stores nothing.
          </p>
        </Prose>
        <DocTable
          label="Findings of the check"
          columns={["Code", "What it says"]}
          rows={Object.entries(findingMeanings).map(([code, says]) => ({
            key: code,
            cells: [<Code key="code">{code}</Code>, says],
          }))}
        />
        <Prose>
          <p>
            Where a change of a server's tools takes away what a policy in force looks at,{" "}
            <TextLink href={paths.docsEvent("policy.check_failed")}>policy.check_failed</TextLink> is written. Until the
            policy is corrected, a deny blocks every call that it covers, and an allow permits none.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="tests" title="Tests">
        <Prose>
          <p>
            A test is a call, and how it is to be decided: allowed or denied, and if wanted by which policy and for
            which reason. Trust stands open in it and everybody is active, so it fails only because of policies. Tests
            run when the policy is changed; a failing one keeps it from being active. They stand on the policy's page
            under Tests, and at <Code>policies/{"{id}"}/tests</Code>.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="trying" title="Before it counts">
        <DocTable
          label="Ways of trying a policy"
          columns={["In the console", "HTTP API", "What it tells"]}
          rows={ways.map(([where, call, tells]) => ({
            key: where,
            cells: [where, <Code key="call">{call}</Code>, tells],
          }))}
        />
        <CodeBlock label="what if" code={asking} />
      </DocSection>
      <DocSection id="versions" title="Versions">
        <Prose>
          <p>
            Every change makes a new version, and no version is ever altered. An event names the version that decided
            and shows its name and description as they were. An old version can be restored, which makes a new one that
            says the same. A deleted policy's versions stay, because events point at them.
          </p>
        </Prose>
      </DocSection>
    </>
  );
}
