import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

const script = `curl -H "Authorization: Bearer $KEY" \\
  "$URL/api/v1/acme/events?decision=deny&range=30d"
curl -H "Authorization: Bearer $KEY" \\
  "$URL/api/v1/acme/events/export?format=jsonl&range=30d" > report.jsonl`;

/** Taking the log elsewhere, and how long what is kept. */
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
              Names, e-mail and client addresses stand beside the events too, so that they can be erased one day without
              breaking any proof.
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
    </>
  );
}
