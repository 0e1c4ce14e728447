import { z } from "zod";
import { cast } from "./fields";
import type { Reference } from "./shape";

const report = z.string().describe("The report's id.");
const about = { type: "event", key: "evt_01kar5x4q8f6dvc9m3b7t2n0he", name: "evt_01kar5x4q8f6dvc9m3b7t2n0he" } as const;
const theHuman = { human: cast.human, agent: cast.agent, instance: cast.instance, resource: about } as const;

/** "This should not have happened." */
export const reports = {
  "report.created": {
    when: "A human says of an event under their authority that it should not have happened. The instance is paused at once, which leaves instance.updated where it was active.",
    by: "The human.",
    todo: "Look at the event, talk to the human, and resolve the report. The agent stays paused until its human resumes it.",
    carries: ["human", "agent", "instance", "server"],
    details: z.strictObject({
      report,
      event: z.string().describe("The event that it is about."),
      text: z.string().describe("What the human said of it; may be empty."),
    }),
    example: {
      ...theHuman,
      actor: { type: "human", key: cast.human.key, name: cast.human.name },
      details: { report: "rpt_01kar5x4q8f6dvc9m3b7t2n0he", event: about.key, text: "I did not ask for this." },
    },
  },
  "report.resolved": {
    when: "Somebody has dealt with a report.",
    by: "The member or API key that resolved it.",
    todo: "Together with report.created: how long a human waited.",
    carries: ["human", "agent", "instance"],
    details: z.strictObject({ report, event: z.string().describe("The event that it was about.") }),
    example: { ...theHuman, details: { report: "rpt_01kar5x4q8f6dvc9m3b7t2n0he", event: about.key } },
  },
} as const satisfies Record<string, Reference>;
