import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

const script = `curl -H "Authorization: Bearer $KEY" \\
  "$URL/api/v1/acme/events?decision=deny&range=30d"
curl -H "Authorization: Bearer $KEY" \\
  "$URL/api/v1/acme/events/export?format=jsonl&range=30d" > report.jsonl`;

const erasing = `curl -H "Authorization: Bearer $KEY" --json '{"reason": "Request 88"}' \\
  "$URL/api/v1/acme/events/evt_.../payload/erase"
curl -H "Authorization: Bearer $KEY" --json '{"reason": "Request 88"}' \\
  "$URL/api/v1/acme/humans/human%7Calice/erase"
curl -H "Authorization: Bearer $KEY" --json '{"human": "human|alice", "reason": "Request 88"}' \\
  "$URL/api/v1/acme/payloads/erase"`;

/** Taking the log elsewhere, how long what is kept, and erasing what may go. */
export function Keeping() {
  return (
    <>
      <DocSection id="export" title="Export and API">
        <Prose>
          <p>
            The same filters work over the HTTP API with an API key that has the scope <Code>events:read</Code>. Pages
            are joined by a cursor that stays right while new events arrive; <Code>since=</Code> follows the log without
            missing one.
          </p>
        </Prose>
        <CodeBlock label="API calls" code={script} />
        <Prose>
          <p>
            Every call is in the{" "}
            <TextLink href={paths.openApi()} prefetch={false}>
              OpenAPI description
            </TextLink>
            . An export leaves <TextLink href={paths.docsEvent("audit.exported")}>audit.exported</TextLink>.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="keeping" title="What is kept, and how long">
        <Prose>
          <ul>
            <li>
              Of a call's arguments the event keeps size and top-level keys. The arguments themselves stand beside the
              log, with everything that looks like a secret masked, sealed, and with a life of their own; reading them
              needs the role auditor and leaves{" "}
              <TextLink href={paths.docsEvent("audit.payload_viewed")}>audit.payload_viewed</TextLink>.
            </li>
            <li>Of a result the event keeps a digest and the size.</li>
            <li>Tokens, keys and credentials of servers are never part of an event.</li>
            <li>
              Names, e-mail and client addresses stand beside the events too, so that names and e-mail addresses can be
              erased without breaking any proof.
            </li>
            <li>
              Events are never changed. They leave the log only when they are past the retention that the environment
              has set, and that leaves an event itself.
            </li>
          </ul>
          <p>
            <TextLink href={paths.docsVerify()}>Verifying the log</TextLink> says how to check that this is so.
          </p>
        </Prose>
      </DocSection>
      <Erasing />
    </>
  );
}

function Erasing() {
  return (
    <DocSection id="erasing" title="Erasing personal data">
      <Prose>
        <p>
          Owners can erase what the log keeps beside its events, for good and at once. An API key needs the scope{" "}
          <Code>payloads:write</Code>.
        </p>
        <ul>
          <li>
            <strong className="font-medium">Of one call:</strong> <em>Erase stored arguments and result…</em> on the
            event's page. The page says <Code>[erased]</Code> from then on. It leaves{" "}
            <TextLink href={paths.docsEvent("audit.payload_erased")}>audit.payload_erased</TextLink>.
          </li>
          <li>
            <strong className="font-medium">Of a human:</strong> <em>Erase personal data in the log…</em> on the human's
            page. As long as the human is here this erases what is stored of all calls under their authority. Once they
            are deleted, their page stays at its address and erases their name and e-mail address as well: every event
            then says <Code>[erased]</Code> in their place. It leaves{" "}
            <TextLink href={paths.docsEvent("human.erased")}>human.erased</TextLink>.
          </li>
        </ul>
        <p>
          Both ask for a reason, which stays on record. What stays, too: every event with its decision and what its
          conditions looked at, the names and sizes of arguments, the human's key and id, by which events are found, and
          client addresses, which people share. Each proof goes on holding, because an event has only committed to what
          was erased.
        </p>
        <p>
          What a legal hold keeps is not erased: the console says so, and the API answers with 409. Release the hold
          first, under Settings, Retention.
        </p>
      </Prose>
      <CodeBlock label="Erasing by API" code={erasing} />
    </DocSection>
  );
}
