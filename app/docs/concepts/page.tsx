import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import { Parties, Stages } from "./_parts/path-of-a-call";
import { TrustTable } from "./_parts/trust-table";

export const metadata = { title: "Concepts" };

const places = [
  { id: "idea", label: "The idea" },
  { id: "who", label: "Who" },
  { id: "what", label: "What" },
  { id: "trust", label: "How far: levels" },
  { id: "decision", label: "How a call is decided" },
  { id: "agents", label: "What the agent is told" },
  { id: "record", label: "What is written down" },
  { id: "acts", label: "When a change counts" },
];

const who = [
  ["Organization", "The customer. It has members, and one or more environments.", "acme"],
  [
    "Environment",
    "An isolated gateway of its own: production, staging. Everything below belongs to one, and nothing crosses. In addresses and in the API it is called tenant.",
    "acme-production",
  ],
  ["Member", "Somebody who signs in to the console, as owner, admin, auditor or viewer.", ""],
  [
    "Human",
    "A person under whose authority agents act. A human need not be a member, and a member need not be a human.",
    "human|alice",
  ],
  ["Agent", "A kind of client software, for all who use it.", "claude-code"],
  [
    "Instance",
    "One connected client of one human, made by one consent. Two humans with the same client are two instances and share nothing.",
    "ins_…",
  ],
] as const;

const what = [
  ["Server", "An MCP server that was imported. Agents reach it at the gateway's address only.", "linear"],
  ["Tool", "What a server offers. It has a level, and a fingerprint of its definition.", "create_issue"],
  ["Connection", "One human's own account at a server that wants accounts.", ""],
  ["Grant", "The ceiling that an administrator sets for one human on one server.", ""],
  ["Consent", "The level that a human gives one instance on one server, until an end if they want one.", ""],
  ["Policy", "A rule that allows or denies calls, with a scope and conditions.", "pol_…"],
  ["Decision", "Allow or deny, with a code, a reason, and every step that led there.", ""],
  ["Event", "One entry of the audit log.", "evt_…"],
] as const;

const toRows = (rows: readonly (readonly [string, string, string])[]) =>
  rows.map(([name, says, example]) => ({
    key: name,
    cells: [
      <span key="name" className="font-medium">
        {name}
      </span>,
      says,
      example === "" ? "" : <Code key="example">{example}</Code>,
    ],
  }));

export default function ConceptsPage() {
  return (
    <DocPage
      title="Concepts"
      description="The words of this product, and how they hang together. Each means one thing, in the console, the API and the log."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="idea" title="The idea">
        <Parties />
        <Prose>
          <p>
            Agents connect to Countersign instead of to each server. For every call it is known whose authority it runs
            under; it is decided before it runs, written down before it leaves, made with that human's own account, and
            explained afterwards. What cannot be written down is not called.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="who" title="Who">
        <DocTable label="Who" columns={["Word", "What it is", "Looks like"]} rows={toRows(who)} />
      </DocSection>
      <DocSection id="what" title="What">
        <DocTable label="What" columns={["Word", "What it is", "Looks like"]} rows={toRows(what)} />
        <Prose>
          <p>
            A tool's level is suggested from what is known of it, and says why; where nothing is known it is medium and
            marked for review. When a tool's definition changes so that it may do more than what was accepted, it is
            quarantined until an administrator has looked at it (
            <TextLink href={paths.docsEvent("resource.tools_changed")}>resource.tools_changed</TextLink>).
          </p>
        </Prose>
      </DocSection>
      <DocSection id="trust" title="How far: levels">
        <Prose>
          <p>
            There are three levels: low, medium, high. A higher one includes the lower ones. A tool has one; an
            administrator grants a human a <em className="not-italic font-medium">ceiling</em> on a server; the human
            gives an instance a <em className="not-italic font-medium">consent</em> on it, never above the ceiling. The
            effective level is the lower of the two, and has to reach the tool's.
          </p>
        </Prose>
        <TrustTable />
        <Prose>
          <p>
            Without a ceiling, without a consent, or after its end, nothing of the server may be called. Single tools
            can be left out of a consent.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="decision" title="How a call is decided">
        <Prose>
          <p>In five stages, in this order. The first that fails ends it, and the event keeps the whole chain.</p>
        </Prose>
        <Stages />
        <Prose>
          <p>
            What is allowed may still meet a limit (so many calls in so many seconds, so many at once), and is then not
            sent either. <TextLink href={paths.docsPolicies()}>Policies</TextLink> has the last stage in full,{" "}
            <TextLink href={paths.docsReasons()}>Reason codes</TextLink> every way in which one can fail.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="agents" title="What the agent is told">
        <Prose>
          <p>
            Before there are arguments, each tool is in one of three buckets: allowed, denied, or conditional, where it
            depends on the call. An agent's list holds the allowed and the conditional ones. The others do not exist for
            it.
          </p>
          <p>
            A denied call is answered as a tool's result with <Code>isError</Code>, in plain words, and{" "}
            <Code>_meta["countersign/denial"]</Code> names the code, the policy and the event.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="record" title="What is written down">
        <Prose>
          <p>
            Before a call leaves, its intent is stored. When it has ended, in whatever way, there is exactly one event
            for it, also after a crash: then its outcome is unknown. Events are never changed, and each is a leaf of the
            environment's Merkle tree, so that <TextLink href={paths.docsVerify()}>whoever looks can tell</TextLink>{" "}
            whether something was changed.
          </p>
          <p>
            Every result carries a <em className="not-italic font-medium">receipt</em>,{" "}
            <Code>_meta["countersign/auditEvent"]</Code>: the id and the hash of its event, to keep as evidence.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="acts" title="When a change counts">
        <Prose>
          <p>
            On the next call, in every process: a suspended human, a lowered consent, a new policy, a disabled tool. A
            call that was decided before is finished.
          </p>
        </Prose>
      </DocSection>
    </DocPage>
  );
}
