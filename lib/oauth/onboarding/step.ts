import { z } from "zod";

/** What a client goes through until it works, in order. */
export const stepNames = [
  "challenge",
  "resource_metadata",
  "server_metadata",
  "registration",
  "authorize",
  "consent",
  "token",
  "call",
] as const;
export type StepName = (typeof stepNames)[number];

export const stepIndex = (step: StepName): number => stepNames.indexOf(step);

/** The last thing that happened at one step. `sent`: what the client sent that was wrong, never a secret. */
export const Step = z.object({
  step: z.enum(stepNames),
  at: z.iso.datetime(),
  ok: z.boolean(),
  code: z.string().optional(),
  text: z.string().optional(),
  sent: z.string().optional(),
});
export type Step = z.infer<typeof Step>;

/** The steps of a stored attempt, in order. What a later version of the product cannot read is left out. */
export const readSteps = (stored: unknown): Step[] =>
  (Array.isArray(stored) ? stored : [])
    .flatMap((one) => {
      const read = Step.safeParse(one);
      return read.success ? [read.data] : [];
    })
    .sort((a, b) => stepIndex(a.step) - stepIndex(b.step));

/** One thing that happened to a client on its way in. */
export type Note = {
  /** Slug, as it stands in the URL; nothing has to be known of it. */
  tenant: string;
  step: StepName;
  ok: boolean;
  code?: string | undefined;
  /** In the words that the client was told. Never a secret. */
  text?: string | undefined;
  sent?: string | undefined;
  clientId?: string | undefined;
  clientName?: string | undefined;
  /** Key of the server that it is about, where one was named. */
  server?: string | null | undefined;
  ip: string | null;
  userAgent: string | null;
};

/** An attempt as far as it is known: what a note is added to. */
export type Attempt = {
  id: string;
  clientId: string | null;
  client: string | null;
  server: string | null;
  ip: string | null;
  userAgent: string | null;
  steps: Step[];
  updatedAtMs: number;
};

/** Whether an attempt came to its end: what follows is another one. */
export const isFinished = ({ steps }: Pick<Attempt, "steps">): boolean =>
  steps.some(({ step, ok }) => step === "call" && ok);
