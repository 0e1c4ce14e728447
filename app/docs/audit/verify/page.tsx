import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { CodeBlock } from "@/components/ui/code-block";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Verifying the log" };

const places = [
  { id: "how", label: "How the log proves itself" },
  { id: "online", label: "Verify the whole log" },
  { id: "export", label: "Verify an export" },
  { id: "event", label: "Prove one event" },
  { id: "outside", label: "Keep checkpoints elsewhere" },
  { id: "found", label: "What is found" },
];

const found = [
  ["content", "An event was changed", "What it says no longer has the hash that was sealed."],
  ["columns", "An event was moved to other filters", "What the filters go by is part of what was hashed."],
  ["leaf", "A stored hash was changed", "It is not the one that was sealed."],
  ["deleted", "An event was removed", "The tree has a leaf without its event, and no retention accounts for it."],
  ["inserted", "An event was slipped in", "It stands among sealed ones and no leaf is about it."],
  ["reordered", "Events were reordered", "They stand at other places than they were sealed at."],
  ["tile, head", "The tree itself was changed", "It does not add up to its own head."],
  [
    "checkpoint, signature",
    "A checkpoint was forged",
    "It does not fit the tree, or no key of this installation signed it.",
  ],
  ["rolled_back", "The whole log was rolled back", "A checkpoint that was kept elsewhere is of a longer log."],
  ["personal", "A name or an address was exchanged", "It is not the value that the events have committed to."],
  [
    "payload",
    "Stored arguments or results were exchanged, changed or removed",
    "They are not what the event has committed to, or they are gone and no erasure of them is on record.",
  ],
  [
    "unopened",
    "Stored arguments or results were sealed with an earlier secret",
    "They cannot be opened, so nothing can be said of them.",
  ],
] as const;

export default function VerifyPage() {
  return (
    <DocPage
      title="Verifying the log"
      description="You do not have to believe that nothing was changed. The log is a tree of hashes with signed heads, as Certificate Transparency uses it (RFC 6962), and whoever holds one signed head can check everything that came before it."
      crumbs={[
        { label: "Docs", href: paths.docs() },
        { label: "The audit log", href: paths.docsAudit() },
      ]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="how" title="How the log proves itself">
        <Prose>
          <ul>
            <li>
              Every event has a canonical form, and its <Code>hash</Code> is SHA-256 over a zero byte and that form.
              Names, e-mail and client addresses stand in it as salted commitments, so that erasing them changes no
              hash.
            </li>
            <li>
              The hashes are the leaves of one Merkle tree for each environment. New events are added to it within about
              a second.
            </li>
            <li>
              The head of the tree is signed (Ed25519) as a <em className="not-italic font-medium">checkpoint</em>: name
              of the log, size, root hash. The form is that of c2sp.org/tlog-checkpoint.
            </li>
            <li>
              The answer to every tool call carries a receipt, <Code>_meta["countersign/auditEvent"]</Code>: the event's
              id and leaf. An agent can keep it as evidence that the call was written down.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="online" title="Verify the whole log">
        <Prose>
          <p>On the machine that serves Countersign, for all environments or one:</p>
        </Prose>
        <CodeBlock label="verify command" code="npm run -s cli -- audit verify --tenant acme" />
        <Prose>
          <p>
            It reads every event, computes its hash again, builds the tree and compares it with the signed checkpoints,
            and opens what is stored of arguments and results to compare it with what the events have committed to;{" "}
            <Code>--no-payloads</Code> leaves that out. It ends with 0 when all is well and with 1 when something is
            not; <Code>--json</Code> gives a result for programs:
          </p>
        </Prose>
        <CodeBlock
          label="verify result"
          code={`{
  "ok": true,
  "tenants": [
    { "tenant": "acme", "size": 48213, "root": "…", "sealedThrough": "…", "payloads": 31460, "problems": [] }
  ]
}`}
        />
      </DocSection>
      <DocSection id="export" title="Verify an export">
        <Prose>
          <p>
            An export ends with a signed manifest: the query, the number of rows, the first and the last, and the hash
            of the file.{" "}
            <a href="/verify-export.mjs" download className="underline underline-offset-3">
              verify-export.mjs
            </a>{" "}
            is one file without dependencies that checks an export by it, on any machine with Node and without a
            connection to anything:
          </p>
        </Prose>
        <CodeBlock label="export check command" code="node verify-export.mjs report.jsonl --key countersign.pub" />
        <Prose>
          <p>
            Without <Code>--key</Code> it shows the key that the file names; compare that with{" "}
            <Code>GET checkpoints/keys</Code>. With <Code>--checkpoint</Code> it also holds the file against a
            checkpoint that you kept.
          </p>
        </Prose>
        <Prose>
          <p>
            The manifest vouches for the file as a whole. Ask for <Code>proofs=true</Code> with JSON Lines (on the
            command line <Code>--proofs</Code>), and every line proves by itself that it is in the signed log: it
            carries what was hashed and the path to the checkpoint in the manifest. The same command checks each line,
            and names those that were changed. What was recorded in the last second before the export, or while it ran,
            may carry no proof yet; the manifest counts such lines as <Code>unproved</Code>.
          </p>
        </Prose>
        <CodeBlock
          label="export with proofs"
          code={`curl -H "Authorization: Bearer $KEY" \\
  "$URL/api/v1/acme/events/export?format=jsonl&proofs=true&range=30d" > report.jsonl`}
        />
      </DocSection>
      <DocSection id="event" title="Prove one event">
        <Prose>
          <p>
            An event's inclusion proof shows with a few hashes that the event is in the tree of a signed checkpoint. It
            is a text in the form of c2sp.org/tlog-proof and can be checked by whoever has the log's public key:
          </p>
        </Prose>
        <CodeBlock
          label="proof of an event"
          code={'curl -H "Authorization: Bearer $KEY" "$URL/api/v1/acme/events/evt_…/proof"'}
        />
      </DocSection>
      <DocSection id="outside" title="Keep checkpoints elsewhere">
        <Prose>
          <p>
            Whoever can change the whole database and has the signing key could write another history. What stops them
            is a checkpoint that is out of their reach. Fetch one from time to time and keep it somewhere else:
          </p>
        </Prose>
        <CodeBlock
          label="latest checkpoint"
          code={`curl -H "Authorization: Bearer $KEY" "$URL/api/v1/acme/checkpoints/latest" >> checkpoints.txt
npm run -s cli -- audit verify --tenant acme --checkpoint checkpoints.txt`}
        />
        <Prose>
          <p>
            Countersign itself appends checkpoints to files in its data folder (<Code>checkpoints/</Code>), which are no
            part of the database: back that folder up to another place than the database.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="found" title="What is found">
        <DocTable
          label="What is found"
          columns={["Kind", "If", "Then"]}
          rows={found.map(([kind, what, how]) => ({ key: kind, cells: [<Code key="kind">{kind}</Code>, what, how] }))}
        />
        <Prose>
          <p>
            Retention takes old events away without breaking this: the tree keeps their hashes' place, and the event{" "}
            <Code>audit.retention_applied</Code> says how many went and until when.
          </p>
        </Prose>
      </DocSection>
    </DocPage>
  );
}
