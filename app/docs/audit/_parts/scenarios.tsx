import type { ReactNode } from "react";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";

type Scenario = { id: string; title: string; steps: readonly ReactNode[]; note?: ReactNode };

const log = (query: string, text: string) => (
  <TextLink href={paths.anyAudit(query)} prefetch={false}>
    {text}
  </TextLink>
);

const scenarios: readonly Scenario[] = [
  {
    id: "today",
    title: "Which tools did this agent call today?",
    steps: [
      <>
        Open <TextLink href="/agents">Agents</TextLink> and choose the agent.
      </>,
      <>
        Open its tab <strong className="font-medium">Audit Logs</strong>: every call of it is there, with time, decision
        and reason.
      </>,
      <>
        Choose <strong className="font-medium">Tool calls</strong> under Type and the last 24 hours, or today's date,
        under Time.
      </>,
    ],
  },
  {
    id: "why",
    title: "Was this call allowed or denied, and why?",
    steps: [
      <>Find it in the agent's or the server's Audit Logs tab. The badge says how it ended.</>,
      <>Open the row: the reason says why, for instance that the level was too low for that tool.</>,
      <>
        Choose <strong className="font-medium">Everything about this event</strong>. Its page has the whole chain with
        all nine derivations, the policy as it was then beside as it is today, and what would have changed the decision.
      </>,
    ],
  },
  {
    id: "denied",
    title: "Show me all denied requests",
    steps: [
      <>Open {log("decision=deny", "the audit log with Decision: Denied")}.</>,
      <>Narrow it by agent, human, server or time where there is much.</>,
      <>
        Read the reasons: <Code>TRUST_TOO_LOW</Code> is a level that may be set wrong, <Code>NO_GRANT</Code> a ceiling
        that is missing, <Code>BLOCKED_BY_POLICY</Code> a policy at work.
      </>,
    ],
  },
  {
    id: "debug",
    title: "Debug a denied request",
    steps: [
      <>
        Filter by the agent and by {log("type=gateway.tool.error&outcome=denied", "gateway.tool.error, outcome denied")}
        .
      </>,
      <>
        Look for <Code>error.type</Code> <Code>blocked_by_policy</Code>. The event references the policy that caused it:
        id, name and description, as they were, also when it was renamed or deleted since.
      </>,
      <>Open the policy from the event. Its condition is shown part by part with the values that it looked at.</>,
    ],
    note: (
      <>
        An agent is told the id of the event in the answer to a denied call (
        <Code>_meta["countersign/denial"].eventId</Code>
        ), so a user can hand it to you.
      </>
    ),
  },
  {
    id: "onboarding",
    title: "Review how agents came in",
    steps: [
      <>Open {log("type=agent.connected", "the audit log with agent.connected")}: one event for each instance.</>,
      <>
        Open one: what the client says of itself, for which human it acts, and the{" "}
        <a href="#buckets" className="underline underline-offset-3">
          three buckets
        </a>{" "}
        of tools that it was given.
      </>,
    ],
  },
  {
    id: "policies",
    title: "Audit policy changes",
    steps: [
      <>
        Open{" "}
        {log(
          "type=policy.created&type=policy.updated&type=policy.deleted",
          "the audit log with policy.created, policy.updated and policy.deleted",
        )}
        .
      </>,
      <>The actor is who changed the rule. Open an event to see the rule before and after, side by side.</>,
    ],
  },
  {
    id: "resource",
    title: "Watch one server",
    steps: [
      <>
        Open <TextLink href="/servers">Servers</TextLink>, choose the server and its tab Audit Logs: all calls to it,
        across all agents and humans, and every change of it.
      </>,
      <>Choose Tool calls under Type to see only what was done with it.</>,
    ],
  },
  {
    id: "human",
    title: "Everything under one human's authority",
    steps: [
      <>
        Open <TextLink href="/humans">Humans</TextLink>, choose the human and their tab Audit Logs: what every agent did
        for them, and what was changed about them.
      </>,
      <>Export it from there for a report about this one person.</>,
    ],
  },
  {
    id: "report",
    title: "Compliance report: all activity of the last 30 days",
    steps: [
      <>Open {log("range=30d&type=tool_calls", "the audit log with the calls of the last 30 days")}.</>,
      <>
        Export it as CSV or JSON Lines. Each row says who, for whom, what, where, when, and the decision; the file ends
        with a manifest by which it can be verified.
      </>,
    ],
  },
];

export const scenarioPlaces = scenarios.map(({ id, title }) => ({ id, label: title }));

/** The questions that people ask of the log, each with the way to its answer. */
export function Scenarios() {
  return (
    <DocSection id="scenarios" title="Common questions">
      {scenarios.map(({ id, title, steps, note }) => (
        <DocSection key={id} id={id} title={title} level={3}>
          <Prose>
            <ol>
              {steps.map((step, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the steps never change
                <li key={index}>{step}</li>
              ))}
            </ol>
            {note !== undefined && <p>{note}</p>}
          </Prose>
        </DocSection>
      ))}
      <Prose>
        <p>
          An agent's key (<Code>agent|cursor_abc123</Code>) finds the same events everywhere: in the log's Agent filter
          and search, and in the API.
        </p>
      </Prose>
    </DocSection>
  );
}
