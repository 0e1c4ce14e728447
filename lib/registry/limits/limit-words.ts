/** What a limit can be of; `tenant` is the whole environment. */
export const limitKinds = ["tenant", "server", "tool", "agent", "human", "instance"] as const;
export type LimitKind = (typeof limitKinds)[number];

/** How much may be called: so many calls within so many seconds, so many at once, or both. */
export type LimitNumbers = { calls: number | null; seconds: number | null; concurrent: number | null };

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? "" : "s"}`;

/** "10 calls in 60 seconds", "2 calls at once", or both. */
export function toNumberWords({ calls, seconds, concurrent }: LimitNumbers): string {
  const rate = calls === null || seconds === null ? [] : [`${counted(calls, "call")} in ${counted(seconds, "second")}`];
  const atOnce = concurrent === null ? [] : [`${counted(concurrent, "call")} at once`];
  return [...rate, ...atOnce].join(" and ");
}

const nouns: Record<LimitKind, string> = {
  tenant: "environment",
  server: "server",
  tool: "tool",
  agent: "agent",
  human: "human",
  instance: "agent instance",
};

/** Whom a limit is of: "the server linear", "every human"; the environment is one. */
export const toSubjectWords = (kind: LimitKind, subject: string | null): string =>
  kind === "tenant" ? "the environment" : subject === null ? `every ${nouns[kind]}` : `the ${nouns[kind]} ${subject}`;

/** The one that a call was about, as whoever made it is told: "this server". */
export const toThisWords = (kind: LimitKind): string => (kind === "human" ? "your human" : `this ${nouns[kind]}`);
