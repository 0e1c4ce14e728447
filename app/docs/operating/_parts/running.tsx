import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { defaultRetention, retentionBounds } from "@/lib/audit/retention/retention-view";
import { paths } from "@/lib/kernel/paths";

/** Several processes, their health, and what is bounded. */
export function Running() {
  return (
    <>
      <DocSection id="replicas" title="More than one process">
        <Prose>
          <p>
            Any number of processes on one <Code>DATABASE_URL</Code>, with the same <Code>COUNTERSIGN_SECRET</Code> and
            the same <Code>PUBLIC_URL</Code>, are one gateway behind any balancer. No sticky sessions are needed: each
            request may go to another process, and a change acts on the next call in all of them.
          </p>
          <ul>
            <li>Answers can be streams: no buffering, and a read timeout above the longest call.</li>
            <li>
              Say in <Code>TRUST_PROXY</Code> how many proxies stand in front, or the log shows the balancer's address.
            </li>
            <li>
              What each process has of its own: how often a limit lets through, and when a failing server is left alone.
            </li>
            <li>
              <Code>SIGTERM</Code> stops one: it takes no more connections, finishes what it has begun (calls get five
              seconds, then they are cancelled and on record as that), and ends with 0 within ten seconds.
            </li>
            <li>
              After a crash the other processes write what was under way as <Code>unknown</Code>; a single one does so
              at its next start.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="browsers" title="What browsers are told">
        <Prose>
          <p>
            Every page has a content security policy: only its own scripts run, by a nonce that is another one each
            time; nothing is loaded from elsewhere, and no other site can hold it in a frame.
          </p>
          <ul>
            <li>
              A proxy in front must pass the policy on as it is, and keep no page: two browsers must not get the same
              nonce.
            </li>
            <li>
              Where <Code>PUBLIC_URL</Code> begins with https, browsers are told to come by https only (for two years,
              this host alone), and every cookie is bound to the host by its name.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="health" title="Health">
        <DocTable
          label="Health endpoints"
          columns={["Address", "Answers", "For"]}
          rows={[
            {
              key: "live",
              cells: [<Code key="a">/api/health</Code>, "200 as long as the process answers.", "Restarting it."],
            },
            {
              key: "ready",
              cells: [
                <Code key="a">/api/ready</Code>,
                "200 when the database answers with its tables in place and the log can be written; 503 with the reasons otherwise.",
                "The balancer.",
              ],
            },
          ]}
        />
        <Prose>
          <p>
            While the log cannot be written, no call is made. In the console, the health page of the audit log shows how
            far it is sealed, how large it is, and what retention and verification found.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="retention" title="Retention">
        <Prose>
          <p>
            Each environment says how long it keeps events ({retentionBounds.days.min} to {retentionBounds.days.max}{" "}
            days, {defaultRetention.days} at first) and the arguments of calls ({retentionBounds.payloadDays.min} to{" "}
            {retentionBounds.payloadDays.max} days, {defaultRetention.payloadDays} at first; 0 keeps none): Settings,
            Retention. Every process looks each hour; <Code>npm run -s cli -- audit retention apply</Code> does it now.
            What goes leaves{" "}
            <TextLink href={paths.docsEvent("audit.retention_applied")}>audit.retention_applied</TextLink>. A legal hold
            keeps what it names until it is released.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="limits" title="Limits">
        <Prose>
          <p>
            Settings, Limits, or <Code>PUT limits</Code>: so many calls in so many seconds, so many at once, or both; of
            the environment, a server, a tool, an agent, a human or an instance. All that a call meets count. A process
            counts for itself, so N processes let through at most N times the limit; a time begins with its first call,
            so any stretch as long holds at most twice as many.
          </p>
        </Prose>
        <CodeBlock
          label="a limit for every instance"
          code={`curl -X PUT -H "Authorization: Bearer $KEY" \\
  --json '{"kind": "instance", "calls": 60, "seconds": 60, "concurrent": 4}' \\
  "$URL/api/v1/acme/limits"`}
        />
      </DocSection>
    </>
  );
}
