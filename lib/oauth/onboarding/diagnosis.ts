import type { StepName } from "./step";

/** Where in the console something can be done about it. */
export type Place = "oauth" | "clients" | "humans" | "servers" | "agents" | "quickstart" | "audit";

export type Advice = { text: string; place?: Place };

/** What became of an attempt, in words for whoever wants the client to work. */
export type Diagnosis = {
  /** `normal`: looks like nothing, and is how clients behave. */
  state: "connected" | "waiting" | "stopped" | "normal";
  /** The step where it stopped, or that it waits for. */
  step: StepName | null;
  /** Names the finding; null where there is none. */
  code: string | null;
  title: string;
  what: string;
  advice: Advice[];
  /** What was noticed and does no harm. */
  remarks: string[];
};

export type Finding = Pick<Diagnosis, "title" | "what" | "advice">;

/** What an attempt tells that findings need. `registered`: the redirect URIs of its client, where it is known. */
export type Facts = { client: string; clientId: string | null; server: string | null; registered: readonly string[] };
