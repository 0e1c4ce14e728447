import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { NamedTable } from "@/components/docs/named-table";
import { TextLink } from "@/components/ui/text-link";
import { exampleOf } from "@/lib/audit/catalog/reference";
import { paths } from "@/lib/kernel/paths";

const call = exampleOf("gateway.tool.error");

const fields = [
  ["Timestamp", "When it happened, in UTC", call.occurredAt],
  ["Actor", "Who did it: an agent, a member of the console, an API key, or the system", "Cursor"],
  ["Human", "Under whose authority, or whom it concerns", call.human?.key],
  ["User key", "The agent as the check names it: agent|<client id>", call.check?.user],
  ["Type", "What kind of event it is", call.type],
  ["Action", "Of a call: the tool, as a slug", call.check?.action],
  ["Resource", "The server, agent, policy … that it is about; of a check <server>:<server>", call.check?.resource],
  ["Outcome", "success, denied, error, or unknown where the gateway stopped in between", call.outcome],
  ["Decision", "Of a call: allow or deny", call.decision],
  ["Reason", "Why: a code for programs and a sentence for people", call.reason?.text],
  ["Policy", "Which policy determined it: id, name and description as they were then", call.policy?.name],
  ["Details", "What is special to the kind of event", "error.type blocked_by_policy"],
  ["IP address, user agent", "Where the request came from, and with what", "203.0.113.7 · cursor-vscode/2.1.4"],
] as const;

/** What one entry holds. */
export function Entry() {
  return (
    <DocSection id="entry" title="What an entry holds">
      <Prose>
        <p>
          A row shows when, how it ended, who did it and for whom, what they did, and on what. Click a row, or press{" "}
          <Code>Enter</Code> on it, and it opens in place with everything that is on record.
        </p>
      </Prose>
      <NamedTable label="What an entry holds" columns={["Field", "What it says", "Example"]} rows={fields} />
      <Prose>
        <p>
          Names, policies and levels are those of the moment. An event stays true and readable after everything it
          mentions was renamed or deleted. <TextLink href={`${paths.docsEvents()}#fields`}>All fields</TextLink> are
          listed with the events.
        </p>
      </Prose>
    </DocSection>
  );
}
