import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { NamedTable } from "@/components/docs/named-table";

const filters = [
  ["Type", "The kind of event. Tool calls stands for both kinds of calls.", "type=policy.updated"],
  ["Outcome", "How it ended.", "outcome=error"],
  ["Decision", "Only what was allowed, or only what was denied.", "decision=deny"],
  [
    "Agent",
    "Every instance of one agent together: all Claude Code clients, say. Slug or agent|… key.",
    "agent=claude-code",
  ],
  ["Instance", "One connected client.", "instance=ins_…"],
  ["Human", "Whatever happened under one human's authority. Key, e-mail or name.", "human=human|alice"],
  ["Changed by", "The member or API key that made a change. Key, e-mail or name.", "actor=ada@example.com"],
  ["Server", "Whatever concerns one server: calls and changes.", "server=linear"],
  ["Tool", "One tool by name.", "tool=create_issue"],
  ["Policy", "Changes of a policy and the calls that it decided, also under an old name.", "policy=pol_…"],
  ["Reason", "One reason code.", "reason=TRUST_TOO_LOW"],
  ["Time", "The last hour, 24 hours, 7 or 30 days, or from and to.", "range=30d"],
  [
    "Text",
    "Words that all are found: names and keys in part; ids, traces and words of kept arguments whole.",
    "q=cursor",
  ],
] as const;

/** Filters, search, paging and keys. */
export function Finding() {
  return (
    <DocSection id="finding" title="Finding events">
      <Prose>
        <p>
          The filters stand at the top of the log, and of every <em className="not-italic font-medium">Audit Logs</em>{" "}
          tab. Several values of one filter mean any of them; different filters are joined by and. The address is the
          query: send it to somebody, and they see the same events. What an address asks for that is not understood is
          said on the page, never left out in silence.
        </p>
      </Prose>
      <NamedTable label="Filters" columns={["Filter", "What it finds", "In the address"]} rows={filters} />
      <Prose>
        <p>
          The newest events come first. <strong className="font-medium">Load more</strong> at the end of the list brings
          older ones, and takes as long on page one as far down a log of millions.
        </p>
        <p>
          Keys: <Code>/</Code> searches, <Code>j</Code> and <Code>k</Code> move, <Code>Enter</Code> opens,{" "}
          <Code>Esc</Code> closes, <Code>l</Code> goes live, <Code>g</Code> goes to a moment, <Code>e</Code> exports,{" "}
          <Code>?</Code> shows them all. <Code>⌘K</Code> or <Code>Ctrl+K</Code> goes anywhere in the console by name,
          and to an event by its id.
        </p>
      </Prose>
    </DocSection>
  );
}
