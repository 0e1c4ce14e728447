import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Servers and their tools" };

const places = [
  { id: "import", label: "Importing a server" },
  { id: "levels", label: "Levels" },
  { id: "many", label: "Many tools" },
  { id: "changed", label: "When a server changes its tools" },
  { id: "health", label: "Health, and switching off" },
];

const steps = [
  [
    "Choose a server",
    "One of the catalogue, whose vendors publish their addresses, or any other by its URL: streamable HTTP, in either protocol era.",
  ],
  [
    "Connect",
    "A name, a key, and what the server asks of you. The key is part of the address that agents use and stays as it is.",
  ],
  [
    "Review its tools",
    "Each has a suggested level with its reason. Nobody may use any of them before a human is granted a ceiling.",
  ],
] as const;

const credentials = [
  ["None", "The server serves everybody. Calls are made without a credential."],
  ["Header", "One secret for every call, as a header. It is sealed when stored and never shown again."],
  [
    "OAuth",
    "Each human connects an account of their own, and their agents act there as them. The tools are listed when the first human has connected.",
  ],
] as const;

const levels = [
  ["Low", "Reads.", "get, list, search in its name; nothing that speaks for more."],
  ["Medium", "Writes what can be taken back.", "create, update, send in its name; a parameter like recipient or path."],
  [
    "High",
    "Deletes, pays, runs code.",
    "delete, pay, exec in its name; a parameter like sql or amount; the server says it is destructive.",
  ],
] as const;

const changes = [
  ["A new tool", "May be used at its suggested level, and waits under “To review”."],
  ["Another text, an optional parameter less", "In force at once."],
  [
    "A definition that takes more, promises less, or talks to the model",
    "Quarantined: nobody may call it until you have compared the two and accepted the new one.",
  ],
  ["A tool that is gone", "Kept under “Gone” with its settings, should it come back."],
] as const;

export default function ServersPage() {
  return (
    <DocPage
      title="Servers and their tools"
      description="How an MCP server comes into an environment, what each of its tools is worth, and what happens when it changes."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <Contents places={places} />
      <DocSection id="import" title="Importing a server">
        <DocTable
          label="The three steps"
          columns={["Step", "What it is about"]}
          rows={steps.map(([what, about]) => ({ key: what, cells: [what, about] }))}
        />
        <Prose>
          <p>
            Nothing is stored of a server that cannot be reached: the form says why and keeps what you typed. Addresses
            in private networks are refused unless whoever operates the installation admits them (
            <Code>UPSTREAM_ALLOW_PRIVATE</Code>).
          </p>
        </Prose>
        <DocTable
          label="What a server asks of you"
          columns={["Credential", "Whose it is"]}
          rows={credentials.map(([what, whose]) => ({ key: what, cells: [what, whose] }))}
        />
        <Prose>
          <p>
            Some servers take no registrations by themselves: make a client there and give its id and secret with
            “OAuth”. More in <TextLink href={paths.docsConnections()}>Accounts at servers</TextLink>.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="levels" title="Levels">
        <DocTable
          label="What a level means, and what suggests it"
          columns={["Level", "Meant for a tool that", "Suggested by"]}
          rows={levels.map(([level, meant, by]) => ({ key: level, cells: [level, meant, by] }))}
        />
        <Prose>
          <p>
            What a server says of its tools can raise a suggestion and never lowers it. Where nothing speaks for a level
            the tool waits under “To review” at medium. A call is let through where both the ceiling that you granted
            and the consent that the human gave reach the level of its tool.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="many" title="Many tools">
        <Prose>
          <p>
            The page of a server&rsquo;s tools shows fifty at a time. Find them by a part of a name or of a description,
            by their level, and by what they wait for; the address says what is shown, so it can be kept and sent.
            “Change several” sets level, switch and review of those that are ticked, or of all that were found on
            whatever page. Each tool has its own event with before and after. A quarantined tool is not accepted with
            others: it is looked at by itself.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="changed" title="When a server changes its tools">
        <DocTable
          label="What becomes of a change"
          columns={["What changes", "What happens"]}
          rows={changes.map(([what, happens]) => ({ key: what, cells: [what, happens] }))}
        />
        <Prose>
          <p>
            Definitions are compared at every list that an agent asks for, every hour, and when you press “Refresh
            tools”. The event{" "}
            <TextLink href={paths.docsEvent("resource.tools_changed")}>resource.tools_changed</TextLink> says what
            differs, and every call names the definition that was in force.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="health" title="Health, and switching off">
        <Prose>
          <p>
            The page of a server shows how its last calls ended, how long they took, and the last error; “Test
            connection” asks it now. A server that keeps failing is left alone for a while, and calls are answered at
            once with a clear error. Disabling a server or a tool acts on the next call; deleting a server keeps its
            past in the log.
          </p>
        </Prose>
      </DocSection>
    </DocPage>
  );
}
