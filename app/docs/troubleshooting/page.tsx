import type { ReactNode } from "react";
import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { Words } from "@/components/docs/words";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import { doctorRows } from "./_parts/findings";

export const metadata = { title: "Troubleshooting" };

const places = [
  { id: "connecting", label: "An agent does not connect" },
  { id: "doctor", label: "What the doctor says" },
  { id: "calling", label: "A call is not made" },
  { id: "accounts", label: "Servers and accounts" },
  { id: "log", label: "The log" },
  { id: "running", label: "The installation" },
];

type Trouble = readonly [sees: string, because: string, todo: string];

const connecting: readonly Trouble[] = [
  [
    "The agent works, and nothing of it is in the log",
    "The client also has the server by its own address, and goes there. What does not pass the gateway is neither decided nor recorded.",
    "Remove the direct entry from the client's configuration, and keep the one whose address is `…/mcp/ENVIRONMENT/SERVER`. To make sure, take away the credential that the direct one uses.",
  ],
  [
    "Host not found, connection refused",
    "The address is wrong, or the installation is not reachable from where the client runs. Clients in the cloud connect from their maker's machines.",
    "Copy the address from the quickstart. For clients in the cloud the installation has to be reachable over https from the internet. `PUBLIC_URL` has to be the address that clients use.",
  ],
  [
    "The consent page offers no servers",
    "Nothing is granted to the human who signed in, or they are no human of this environment.",
    "Add them as a human, and grant a ceiling on the server. The page then goes on.",
  ],
  [
    "The server that was asked for is not on the consent page",
    "This human has no ceiling on it, or it is switched off. Naming a server in the request gives no right to it.",
    "Grant a ceiling on that server, or switch it on.",
  ],
  [
    "No higher level can be chosen, not even when connecting anew",
    "The ceiling of the human on that server ends there.",
    "An administrator raises the ceiling on the human's page. The human then raises the consent, on their own page or by connecting anew.",
  ],
  [
    "No browser window opens",
    "The client runs where there is no browser, or something kept it from opening one.",
    "Open the address that the client shows, on the same machine where the answer goes to localhost. The consent page itself opens no further windows.",
  ],
  [
    "The client asks to sign in again and again",
    "Its token has expired and its refresh token, too; or the instance was disconnected.",
    "Sign in again. How long tokens are good for is set in the OAuth settings; the event `agent.disconnected` says who ended an instance and why.",
  ],
];

const calling: readonly Trouble[] = [
  [
    "No permission for '…'",
    "The tool's level is above the lower one of ceiling and consent, or there is none of the two.",
    "Open the event: the trust step says which is too low. Raise the ceiling on the human's page, or let the human consent to more.",
  ],
  [
    "Tools are missing from the agent's list",
    "Hidden are tools that are disabled, quarantined, above the effective level, left out of the consent, or denied by a policy whatever the arguments.",
    "Look at the instance's Access tab: it shows every tool with its bucket and why. Then enable, accept, grant or widen. Some clients list tools only when they connect.",
  ],
  [
    "Blocked by policy '…'",
    "A policy that denies applied, or a condition could not be told because an argument was missing or of another type.",
    "The event shows the policy as it was, the values that its conditions looked at, and the smallest changes that would have let the call through.",
  ],
  [
    "Consent expired",
    "The human gave the consent an end, and it has passed.",
    "The human renews it on their own page, or connects anew.",
  ],
  [
    "Too many calls, with a time to wait",
    "A limit of the environment, server, tool, agent, human or instance is reached.",
    "Wait for `retryAfterMs`, or change the limit under Settings, Limits.",
  ],
];

const accounts: readonly Trouble[] = [
  [
    "Connecting an account ends with a redirect or client error",
    "The other side takes no registrations, does not know this client any more, or its metadata has changed.",
    "Connect again: a registration that is gone is made anew. Where none is taken, register an application there by hand, with the redirect URI that the server's form shows, and enter its client id and secret.",
  ],
  [
    "A call answers with a link",
    "The server wants the human's own account, and there is none or it ended.",
    "The human opens the link and authorizes. The agent need not connect anew.",
  ],
  [
    "A private address is refused",
    "Addresses within one's own network are not reached unless the operator says so.",
    "Name them in `UPSTREAM_ALLOW_PRIVATE`; the authorization server's counts, too.",
  ],
  [
    "The server is left alone",
    "It failed several times in a row and did nothing else meanwhile.",
    "It is tried again by itself. The server's page says how it fails; a test of its connection that passes ends the pause at once.",
  ],
  [
    "A tool disappeared after the server changed",
    "Its definition now allows more than what was accepted, so it is quarantined.",
    "Compare both definitions on the tool's page, and accept the new one or leave it closed.",
  ],
];

const log: readonly Trouble[] = [
  [
    "An event cannot be found",
    "Each environment has a log of its own, and a list shows what its filters and its range of time let through.",
    "Look at the environment in the head of the console, remove the filters, and widen the range. A request id or an event's id finds it by itself. What is past its retention is gone, and `audit.retention_applied` says so.",
  ],
  [
    "Arguments are not shown",
    "They were not kept, have expired or were erased; or the role may not read them.",
    "The event says which. Reading them needs the role auditor or owner, and leaves an event.",
  ],
  [
    "An outcome is “unknown”",
    "The process ended between sending the call and hearing its answer.",
    "Look at the server itself. The call left, and whether it took effect cannot be known here.",
  ],
  [
    "Verification finds something",
    "Something was changed, or the database was restored from a backup.",
    "Each kind of finding is explained under Verifying the log. After a restore, `rolled_back` is right.",
  ],
];

const running: readonly Trouble[] = [
  [
    "The start ends with a sentence",
    "A variable is wrong, the port is taken, the database refuses, or is too old.",
    "Do what the sentence says. It names the variable.",
  ],
  [
    "/api/ready answers 503",
    "The database does not answer, its migrations are not applied, or the log is behind.",
    "Its answer lists the reasons. While it is so, no call is made, because it could not be recorded.",
  ],
  [
    "Single sign-on refuses somebody",
    "The issuer does not say that the e-mail is verified, another login is tied to that e-mail, or the person is not known here.",
    "Look at `session.refused` in the log for the reason. Add the person as a human, or make them a member.",
  ],
  [
    "The log shows the proxy's address everywhere",
    "A proxy stands in front that the process was not told of.",
    "Set `TRUST_PROXY` to the number of proxies.",
  ],
  [
    "Streams stop or arrive in one piece",
    "A proxy buffers answers, or its read timeout is too short.",
    "Switch buffering off for `/mcp`, and set the timeout above the longest call.",
  ],
];

function Troubles({ label, troubles }: { label: string; troubles: readonly Trouble[] }) {
  return (
    <DocTable
      label={label}
      columns={["What you see", "Why", "What to do"]}
      rows={troubles.map(([sees, because, todo]) => ({
        key: sees,
        cells: [
          <span key="sees" className="font-medium">
            <Words text={sees} />
          </span>,
          <Words key="because" text={because} />,
          <Words key="todo" text={todo} />,
        ],
      }))}
    />
  );
}

const More = ({ children }: { children: ReactNode }) => (
  <Prose>
    <p>{children}</p>
  </Prose>
);

export default function TroubleshootingPage() {
  return (
    <DocPage
      title="Troubleshooting"
      description="What you see, why it is so, and what to do. Every refusal names its event: begin there."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="connecting" title="An agent does not connect">
        <Troubles label="An agent does not connect" troubles={connecting} />
        <More>
          <TextLink href={paths.docsConnect()}>Connecting agents</TextLink> has the steps that every client goes.
        </More>
      </DocSection>
      <DocSection id="doctor" title="What the doctor says">
        <More>
          Agents, Connection doctor shows each client on its way in, where it stopped, and what to do, with the names
          and addresses of that very attempt. All that it can find:
        </More>
        <DocTable
          label="Findings of the connection doctor"
          columns={["It says", "Why", "What to do"]}
          rows={doctorRows.map(({ id, title, what, todo }) => ({
            key: id,
            cells: [
              <span key="title" id={id} className="scroll-mt-16 font-medium">
                {title}
              </span>,
              what,
              todo,
            ],
          }))}
        />
      </DocSection>
      <DocSection id="calling" title="A call is not made">
        <Troubles label="A call is not made" troubles={calling} />
        <More>
          <TextLink href={paths.docsReasons()}>Reason codes</TextLink> has every code, with what to do.
        </More>
      </DocSection>
      <DocSection id="accounts" title="Servers and accounts">
        <Troubles label="Servers and accounts" troubles={accounts} />
        <More>
          More about these under <TextLink href={paths.docsConnections()}>Accounts at servers</TextLink>.
        </More>
      </DocSection>
      <DocSection id="log" title="The log">
        <Troubles label="The log" troubles={log} />
        <More>
          <TextLink href={paths.docsAudit()}>The audit log</TextLink> says how to search it,{" "}
          <TextLink href={`${paths.docsVerify()}#found`}>Verifying the log</TextLink> what verification finds.
        </More>
      </DocSection>
      <DocSection id="running" title="The installation">
        <Troubles label="The installation" troubles={running} />
        <More>
          <TextLink href={paths.docsOperating()}>Operating</TextLink> has every variable, and{" "}
          <Code>npm run -s cli -- help</Code> every verb.
        </More>
      </DocSection>
    </DocPage>
  );
}
