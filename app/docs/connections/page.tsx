import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Accounts at servers" };

const places = [
  { id: "import", label: "A server that wants accounts" },
  { id: "connect", label: "Connecting an account" },
  { id: "states", label: "What a connection can be" },
  { id: "end", label: "Ending it" },
  { id: "trouble", label: "When it does not work" },
];

const states = [
  ["Connected", "Calls go out with the human's own token. It is renewed before it ends.", "Nothing."],
  [
    "Needs its human",
    "The server's authorization ended or refused it. Calls are answered with the link; the tools stay listed.",
    "The human opens the link, or Connections on their own page, and authorizes again.",
  ],
  ["Disconnected", "The human or an administrator disconnected it.", "Connect anew, if it is wanted."],
] as const;

const trouble = [
  [
    "“… names no authorization server”, “no authorization server metadata”",
    "The server answers without asking for a token, or its metadata is not where RFC 9728 and RFC 8414 say. Import it with the credential None or Header.",
  ],
  [
    "“… takes no registrations”",
    "Register an application at the other side by hand, with the redirect URI that the form shows, and enter its client id and secret with the server.",
  ],
  [
    "No tools are listed",
    "They are listed when the first human has connected. Afterwards an administrator with a connection of their own can refresh them.",
  ],
  [
    "A person has to authorize again every day",
    "The server gave nothing to renew the access with. Ask for the scope that allows it, often offline_access, in the server's settings.",
  ],
  [
    "Many connections need their humans at once",
    "This installation's registration at the other side is gone, or somebody revoked it. The next connection registers anew.",
  ],
  [
    "A private address is refused",
    "The operator names the addresses that may be reached in UPSTREAM_ALLOW_PRIVATE; the authorization server's counts, too.",
  ],
] as const;

export default function ConnectionsPage() {
  return (
    <DocPage
      title="Accounts at servers"
      description="Many servers know every person by an account of their own. Agents act there with their human's account and with nobody else's; there is no shared one to fall back to."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="import" title="A server that wants accounts">
        <Prose>
          <p>
            Import it with the credential <Code>OAuth</Code>. The server is asked who gives tokens for it (RFC 9728, RFC
            8414), and this installation becomes a client there by itself: by its metadata document where both sides
            can, else by registering (RFC 7591). Where neither is offered, enter a client id that was made by hand.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="connect" title="Connecting an account">
        <Prose>
          <p>
            A human connects while consenting to an agent, on <TextLink href={paths.me()}>their own page</TextLink>, or
            by the link that the agent is given with a call that needed it. The page says where it leads and which
            scopes will be asked for. Only the browser session that began it can end it, within a quarter of an hour,
            and the agent need not connect anew: its next call goes out.
          </p>
          <p>
            The token is sealed for that human, that server, its address and the client it was given to. It goes to no
            other address, and what an agent sends by itself never reaches the server.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="states" title="What a connection can be">
        <DocTable
          label="States of a connection"
          columns={["State", "What happens", "What to do"]}
          rows={states.map(([state, happens, todo]) => ({ key: state, cells: [state, happens, todo] }))}
        />
        <Prose>
          <p>
            Administrators see all of them under Connections: states, scopes and accounts, never a credential. That a
            connection was made, died or ended is an event: <Code>connection.created</Code>,{" "}
            <Code>connection.reauthorized</Code>, <Code>connection.reauth_needed</Code>,{" "}
            <Code>connection.refresh_failed</Code>, <Code>connection.expired</Code>, <Code>connection.revoked</Code>.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="end" title="Ending it">
        <Prose>
          <p>
            The human or an administrator disconnects it; it acts on the next call. The tokens are deleted here and
            voided at the other side where that is offered (RFC 7009), also when the human or the server is deleted; the
            event says what came of it. A server whose address or credential is changed ends the connections that led to
            the old one.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="trouble" title="When it does not work">
        <DocTable
          label="Troubles with connections"
          columns={["What you see", "What to do"]}
          rows={trouble.map(([see, todo]) => ({ key: see, cells: [see, todo] }))}
        />
      </DocSection>
    </DocPage>
  );
}
