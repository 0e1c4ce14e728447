import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Connecting agents" };

const places = [
  { id: "steps", label: "From an address to a call" },
  { id: "all", label: "One address for all servers" },
  { id: "offers", label: "Prompts, resources, and what servers ask back" },
  { id: "tasks", label: "Tasks: results that come later" },
  { id: "clients", label: "What each client needs" },
  { id: "human", label: "What the human decides" },
  { id: "headless", label: "Programs without a human" },
  { id: "tokens", label: "Tokens, and taking them back" },
  { id: "stopped", label: "When it stops" },
  { id: "refused", label: "When a call is not made" },
  { id: "admins", label: "What administrators set" },
];

const steps = [
  [
    "challenge",
    "The client asks without a token",
    "401 with WWW-Authenticate, which names the metadata of this very URL (RFC 9728).",
  ],
  [
    "resource_metadata",
    "It reads about the server",
    "resource is the URL that was typed, to the letter, a trailing slash included.",
  ],
  ["server_metadata", "It reads where to sign in", "At every place that clients look at (RFC 8414, OpenID Connect)."],
  [
    "registration",
    "It registers, or names a document",
    "RFC 7591, or a client_id that is the URL of a metadata document. Not needed with a client_id made by hand.",
  ],
  ["authorize", "It opens the browser", "Authorization code with PKCE S256; resource (RFC 8707) says which server."],
  ["consent", "The human signs in and decides", "Servers, level, tools, for how long."],
  ["token", "It fetches its token", "A JWT (RFC 9068) for that server, and a refresh token."],
  ["call", "It makes its first call", "agent.connected stands in the log."],
] as const;

const clients = [
  ["Claude Code", "Registers itself or names its document; answers go to localhost."],
  [
    "Claude (web, desktop, mobile)",
    "Connects from Anthropic's servers: the installation has to be reachable from the internet over https.",
  ],
  [
    "Cursor",
    "Registers three redirect URIs at once; one that is admitted is enough. To narrow the admitted hosts, admit cursor: or localhost.",
  ],
  ["VS Code", "Compares the metadata's resource with the URL that was typed. Answers go to vscode.dev or localhost."],
  [
    "Codex",
    "May leave out which server it wants. It then holds a token for the environment, and no more rights than its human gave.",
  ],
  ["Gemini CLI", "Registers itself; answers go to localhost."],
] as const;

const stopped = [
  ["Registration is turned off", "Turn it on, or add the client by hand and configure its client_id."],
  [
    "The redirect URI is not registered",
    "Remove the server from the client and add it again. For a client added by hand, add the URI.",
  ],
  ["The host is not admitted", "Add the host to the admitted hosts, if you know the client."],
  ["PKCE is missing", "Update the client. Nobody is authorized here without it."],
  ["Unknown resource", "Compare the address in the client with the quickstart."],
  ["Nothing is granted to this human", "Grant a ceiling on the server; the page then goes on."],
  [
    "The answer did not reach the client",
    "Browser and client have to be on one machine where the answer goes to localhost.",
  ],
  ["The token was never used", "Restart the client, or remove the server and add it again."],
  ["A request without a token", "Normal: clients begin like that, and some do after every restart."],
] as const;

const refused = [
  [
    "countersign/denial",
    "Trust, consent, a policy or a limit stopped it. retryable says whether other arguments, or waiting (retryAfterMs), can help.",
    "The code has its own page among the reasons; for a limit, wait, or ask for a higher one.",
  ],
  [
    "countersign/failure: needs_connection",
    "The server is called with the human's own account, and there is none.",
    "The human opens the link in the answer.",
  ],
  [
    "countersign/failure: upstream_unavailable",
    "The server failed five times in a row and for a second did nothing else. It is left alone for ten seconds, then for longer.",
    "Try again after retryAfterMs. The server's page in the console says how it fails and until when it is left alone; a test of its connection that passes ends that at once.",
  ],
  [
    "Unknown tool",
    "There is none of that name for this agent. Also of a tool that was hidden because its definition changed.",
    "List the tools again. An administrator accepts the changed definition on the server's page.",
  ],
] as const;

const headless = `curl -sS https://gateway.example.com/oauth/acme/token \\
  -u "$CLIENT_ID:$CLIENT_SECRET" \\
  -d grant_type=client_credentials \\
  -d resource=https://gateway.example.com/mcp/acme/linear`;

export default function ConnectPage() {
  return (
    <DocPage
      title="Connecting agents"
      description="An agent is given nothing but the address of a server. It finds out the rest, asks its human once, and holds a token that is worth something for exactly that human and that server."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="steps" title="From an address to a call">
        <Prose>
          <p>
            Every server of an environment has an address: <Code>https://gateway.example.com/mcp/acme/linear</Code>. The
            console's quickstart shows it for each, ready to paste. From there on the client goes these steps by itself:
          </p>
        </Prose>
        <DocTable
          label="Steps of connecting"
          columns={["Step", "What happens", "What to know"]}
          rows={steps.map(([key, what, know]) => ({ key, cells: [<Code key={key}>{key}</Code>, what, know] }))}
        />
      </DocSection>
      <DocSection id="all" title="One address for all servers">
        <Prose>
          <p>
            <Code>https://gateway.example.com/mcp/acme</Code> is every server that the human gives the agent, behind one
            connection. Tools are named <Code>{"<server>__<tool>"}</Code>, prompts likewise; resources are{" "}
            <Code>{"countersign+<server>:<uri>"}</Code>. Each call is decided and recorded exactly as at the server's
            own address, and made with the same credential. A server that is away takes nothing else with it: its tools
            stay in the list, and only calls of them fail. It needs a token for the environment; one for a single server
            is refused here.
          </p>
          <p>
            Three tools of the gateway's own come with it, and each use of them is on record:{" "}
            <Code>countersign_whoami</Code> tells for whom the agent acts and how far, <Code>countersign_can_i</Code>{" "}
            whether a call would be allowed, <Code>countersign_request_access</Code> leaves a request for administrators
            (<TextLink href={paths.docsEvent("access.requested")}>access.requested</TextLink>). It waits on the overview
            until a ceiling is set or it is refused there with a reason (
            <TextLink href={paths.docsEvent("access.refused")}>access.refused</TextLink>). An administrator switches
            each of them off or on in the settings of the environment, or with <Code>PATCH settings</Code> of the HTTP
            API: one that is off is neither listed nor can it be called, from the next request on (
            <TextLink href={paths.docsEvent("tenant.updated")}>tenant.updated</TextLink>).
          </p>
          <p>
            Subscriptions, tasks, and what servers ask of clients, pass at a server's own address only. A server whose
            key holds two underscores in a row is left out.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="offers" title="Prompts, resources, and what servers ask back">
        <Prose>
          <p>
            All prompts of a server have one level and all its resources have one: <Code>prompts/get</Code> and{" "}
            <Code>resources/read</Code> stand among its tools, with a level, a box on the consent page, and arguments
            that policies can look at, <Code>args.name</Code> and <Code>args.uri</Code>. Whoever may not use them is
            shown none. Each is an event of its own (
            <TextLink href={paths.docsEvent("gateway.prompt.retrieved")}>gateway.prompt.retrieved</TextLink>,{" "}
            <TextLink href={paths.docsEvent("gateway.resource.read")}>gateway.resource.read</TextLink>).
          </p>
          <p>
            In the middle of a call a server can ask the agent for an answer of its model (sampling), for input of its
            human (elicitation) or for its folders (roots). That passes, and the event of the call names it. An
            administrator can forbid each on the server's page; the server is then told that the client cannot.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="tasks" title="Tasks: results that come later">
        <Prose>
          <p>
            A server may answer a call with a task whose result is fetched when it is there: in 2025-11-25 where the
            client asks for one, in 2026-07-28 (<Code>io.modelcontextprotocol/tasks</Code>) where the client says that
            it knows them. The call is decided and recorded like any; its event names the task it started.
          </p>
          <p>
            A task belongs to the instance that started it. To everybody else, another human with the same client
            included, it does not exist. And each time anything is asked about it, that is decided as if the call were
            made now: by today's policies, levels and consents, with the arguments of then, which are kept encrypted for
            as long as the task lives and shown to nobody. What is denied is not handed over, however far the work has
            come.
          </p>
          <ul>
            <li>
              The end of a task leaves one event when the agent is told of it:{" "}
              <TextLink href={paths.docsEvent("gateway.task.completed")}>gateway.task.completed</TextLink> with what is
              kept of the result, or{" "}
              <TextLink href={paths.docsEvent("gateway.task.error")}>gateway.task.error</TextLink>. Asking how it stands
              before that leaves none, and neither does asking again.
            </li>
            <li>
              Answering what a task asks for (<Code>tasks/update</Code>), calling it off (<Code>tasks/cancel</Code>),
              and whatever is denied, is an event each time.
            </li>
            <li>
              A task is known here for the time to live that its server gives it, but for an hour at least and a week at
              most; the client is told so. What nobody asks for in that time is never on record as ended.
            </li>
            <li>
              Limits count the call, and none of the questions about its task. The answer to <Code>tasks/result</Code>{" "}
              may take as long as the client waits.
            </li>
            <li>
              There are no tasks at the address of all servers, between a client of 2026-07-28 and a server that knows
              only older revisions, and until the human has connected an account that the server needs: such a call is
              made as any other. Announcements of 2026-07-28 of how a task stands are not passed on; clients poll.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="clients" title="What each client needs">
        <DocTable
          label="Clients"
          columns={["Client", "What to know"]}
          rows={clients.map(([name, know]) => ({ key: name, cells: [name, know] }))}
        />
      </DocSection>
      <DocSection id="human" title="What the human decides">
        <Prose>
          <p>
            The browser opens on this installation. After signing in, the human sees who asks, how far that name can be
            trusted, and where the answer goes; then chooses servers and a level for each, never above the ceiling that
            an administrator granted. Tools can be unticked, and the consent can be given an end. What a human agreed to
            they can lower or take back on their own page, at any time.
          </p>
          <p>
            Each sign-in makes one <em className="not-italic font-medium">instance</em>: one client of one human. Two
            people who use the same client share nothing.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="headless" title="Programs without a human">
        <Prose>
          <p>
            An administrator adds the client by hand (Settings, OAuth clients) with a secret or a public key, and names
            the human under whose authority it acts. It gets its tokens by client credentials:
          </p>
        </Prose>
        <CodeBlock code={headless} label="client credentials request" />
        <Prose>
          <p>
            With <Code>private_key_jwt</Code> it signs an assertion (RFC 7523) in place of the secret; each assertion
            counts once. Clients that can do neither get a static token: it belongs to one instance and lasts until
            somebody takes it back.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="tokens" title="Tokens, and taking them back">
        <Prose>
          <ul>
            <li>
              An access token is good for one audience, the URL it was asked for. At another server it is refused.
            </li>
            <li>
              Refresh tokens are exchanged with every use. For a short while the old one may come again, because clients
              send it several times at once; afterwards that ends the instance and leaves{" "}
              <Code>token.reuse_detected</Code>.
            </li>
            <li>
              Whatever takes an instance, an agent, a human or a client away acts on the next request, everywhere,
              however long its tokens would be good for. In an emergency every agent of an environment is suspended at
              once: Settings, General, Danger zone.
            </li>
            <li>
              A client may give up its tokens by itself (RFC 7009). The keys that sign can be replaced at any time, in
              the console or with <Code>npm run cli -- oauth rotate-key --tenant acme</Code>; nobody has to sign in
              again.
            </li>
          </ul>
        </Prose>
      </DocSection>
      <DocSection id="stopped" title="When it stops">
        <Prose>
          <p>
            The connection doctor (Agents, Doctor) shows every client on its way in: the steps it made, where it
            stopped, and what to do. The API tells the same at <Code>GET /api/v1/acme/onboarding</Code>.
          </p>
        </Prose>
        <DocTable
          label="Findings of the doctor"
          columns={["It says", "What to do"]}
          rows={stopped.map(([says, todo]) => ({ key: says, cells: [says, todo] }))}
        />
      </DocSection>
      <DocSection id="refused" title="When a call is not made">
        <Prose>
          <p>
            Every answer says why, and names its event. A program reads it in <Code>_meta</Code> of a tool's result, and
            in <Code>data</Code> of the error (-31403) for prompts, resources and tasks.
          </p>
        </Prose>
        <DocTable
          label="Calls that are not made"
          columns={["What it says", "Why", "What to do"]}
          rows={refused.map(([key, why, what]) => ({ key, cells: [<Code key={key}>{key}</Code>, why, what] }))}
        />
      </DocSection>
      <DocSection id="admins" title="What administrators set">
        <Prose>
          <ul>
            <li>Whether clients may register themselves, and whether they may name themselves by a document.</li>
            <li>
              Which hosts are admitted: <Code>claude.ai</Code>, <Code>*.example.com</Code>, <Code>localhost</Code>, or a
              scheme such as <Code>cursor:</Code>. None named admits all.
            </li>
            <li>How long access and refresh tokens are good for, and the longest consent that a human may give.</li>
          </ul>
          <p>
            A registration that nobody uses goes after 14 days. One that is made again with the same metadata is the
            same client.
          </p>
        </Prose>
      </DocSection>
    </DocPage>
  );
}
