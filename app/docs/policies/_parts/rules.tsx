import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { PolicyScope, PolicyStatus } from "@/lib/policy/policy";

const scopes: Record<keyof PolicyScope, string> = {
  servers: "Keys of servers: linear.",
  serverTags: "Tags of servers. One in common is enough.",
  tools: "Names of tools. * stands for any run of characters: send_*.",
  humans: "Keys of humans: human|alice.",
  groups: "Groups of humans. One in common is enough.",
  agents: "Agents: claude-code.",
  agentTags: "Tags of agents. One in common is enough.",
  instances: "Ids of single instances: ins_….",
};

const statuses: Record<PolicyStatus, string> = {
  draft: "Stored, and asked about nothing.",
  shadow: "Evaluated with every call it covers and recorded in the event's chain; it decides nothing.",
  active: "Decides, from the next call on, in every process.",
  disabled: "Switched off. Asked about nothing.",
};

/** What a policy is made of, and how several come to one answer. */
export function Rules() {
  return (
    <>
      <DocSection id="rule" title="What a policy says">
        <Prose>
          <p>
            A policy has a name, an effect (<Code>allow</Code> or <Code>deny</Code>), a scope, and up to two conditions:{" "}
            <Code>when</Code>, which has to hold, and <Code>unless</Code>, which must not. It holds when{" "}
            <Code>when</Code> is true or absent, and <Code>unless</Code> is false or absent.
          </p>
          <p>
            A new environment has one policy, “Allow what trust permits”: every call that passes the{" "}
            <TextLink href={`${paths.docsConcepts()}#trust`}>trust gate</TextLink> is allowed. Add policies that deny,
            or replace it by policies that allow less.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="scope" title="Scope">
        <Prose>
          <p>
            Whom and what a policy covers. Every list that is there has to name the call; a list that is absent names
            everything.
          </p>
        </Prose>
        <DocTable
          label="Lists of a scope"
          columns={["List", "What it names"]}
          rows={Object.entries(scopes).map(([list, says]) => ({
            key: list,
            cells: [<Code key="list">{list}</Code>, says],
          }))}
        />
      </DocSection>
      <DocSection id="combine" title="How policies combine">
        <Prose>
          <ul>
            <li>
              <strong className="font-medium">Deny overrides.</strong> One policy that denies is enough, however many
              allow. There are no priorities, and the order of policies means nothing.
            </li>
            <li>
              <strong className="font-medium">What nobody allows is denied</strong>, with the reason{" "}
              <TextLink href={`${paths.docsReasons()}#NO_MATCHING_POLICY`}>NO_MATCHING_POLICY</TextLink>.
            </li>
            <li>
              <strong className="font-medium">What cannot be told counts against the call.</strong> A deny applies
              unless its conditions come out false; an allow applies only where they come out true.
            </li>
            <li>
              <strong className="font-medium">No policy lifts trust.</strong> A tool above the effective level is denied
              before any policy is asked.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="statuses" title="Statuses">
        <DocTable
          label="Statuses of a policy"
          columns={["Status", "What it means"]}
          rows={Object.entries(statuses).map(([status, says]) => ({
            key: status,
            cells: [<Code key="status">{status}</Code>, says],
          }))}
        />
      </DocSection>
    </>
  );
}
