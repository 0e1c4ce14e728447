import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

const locations = [
  {
    key: "audit",
    where: <TextLink href={paths.anyAudit()}>Audit log</TextLink>,
    shows: "Everything of the environment, with the whole chain of each decision and the raw check",
    best: "Deep debugging, compliance exports, policy analysis",
  },
  {
    key: "tabs",
    where: (
      <>
        The tab <em className="not-italic font-medium">Audit Logs</em> on the pages of{" "}
        <TextLink href="/agents">agents</TextLink>, their instances, <TextLink href="/humans">humans</TextLink> and{" "}
        <TextLink href="/servers">servers</TextLink>
      </>
    ),
    shows: "The same events, narrowed to what the page is about",
    best: "Day-to-day monitoring, quick look-ups",
  },
  {
    key: "api",
    where: (
      <>
        HTTP API, <Code>GET events</Code>
      </>
    ),
    shows: "The same events as JSON, by the same filters",
    best: "Dashboards, alerts, forwarding to other systems",
  },
  {
    key: "cli",
    where: (
      <>
        Command line, <Code>npm run -s cli -- audit …</Code>
      </>
    ),
    shows: "Verification, exports and the live log, on the machine that serves it",
    best: "Operators",
  },
];

const families = [
  [
    "Tool executions",
    "Every tool call of an agent: which tool, on which server, for which human, and whether it succeeded or was denied.",
  ],
  ["Tool errors", "Calls that were denied or failed, with the type and description of the error."],
  [
    "Agents",
    "Agents and instances added, changed, deleted, and connected for the first time with what the client says of itself.",
  ],
  ["Resources", "Servers imported, changed and deleted, and tools that changed behind one's back."],
  ["Policies", "Policies created, changed and deleted, with the whole rule: effect, scope, conditions, status."],
  ["Access", "Ceilings, consents and connections given, changed and taken away."],
  ["Limits", "How much may be called, by whom and on what: set, changed and taken away."],
  ["People and keys", "Humans, members and their roles, API keys."],
  ["Sessions and refusals", "Who signed in and out, and whoever was not let in."],
  ["The log itself", "Exports, arguments that were read, retention."],
] as const;

/** Where the log is, and what is in it. */
export function Where() {
  return (
    <>
      <DocSection id="where" title="Where the log lives">
        <Prose>
          <p>
            There is one log. Whichever way you come to it, the events are the same ones, with the same ids and the same
            counts.
          </p>
        </Prose>
        <DocTable
          label="Where the log lives"
          columns={["Location", "What it shows", "Best for"]}
          rows={locations.map(({ key, where, shows, best }) => ({ key, cells: [where, shows, best] }))}
        />
        <Prose>
          <p>
            A human's page shows the activity of{" "}
            <strong className="font-medium">all agents that acted for that human</strong>, and what they did themselves.
            The human is written on every event, so two humans who share one agent never see each other's calls there.
          </p>
          <p>
            The log needs a sign-in to the console and belongs to one environment. With more than one, choose it at the
            top of the navigation.
          </p>
        </Prose>
      </DocSection>
      <DocSection id="what" title="What is logged">
        <Prose>
          <ul>
            {families.map(([name, text]) => (
              <li key={name}>
                <strong className="font-medium">{name}.</strong> {text}
              </li>
            ))}
          </ul>
          <p>
            <TextLink href={paths.docsEvents()}>Events</TextLink> lists every kind with its fields and an example.
          </p>
        </Prose>
      </DocSection>
    </>
  );
}
