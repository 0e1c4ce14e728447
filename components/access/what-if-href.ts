import { paths } from "@/lib/kernel/paths";

/** A question to the what-if page. What is left out is chosen there. */
export type WhatIf = {
  instance?: string | undefined;
  server?: string | undefined;
  tool?: string | undefined;
  arguments?: unknown;
  /** Id of the event of a call, whose stored arguments are filled in there. */
  event?: string | undefined;
  /** Id of a policy to put into force, or to take out of it. */
  policy?: string | undefined;
  without?: string | undefined;
};

/** The what-if page with this question filled in. */
export function whatIfHref(tenant: string, { arguments: args, ...names }: WhatIf): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(names)) if (value !== undefined) query.set(name, value);
  if (args !== undefined) query.set("arguments", JSON.stringify(args));
  return query.size === 0 ? paths.whatIf(tenant) : `${paths.whatIf(tenant)}?${query}`;
}

/** The tests of a policy, with a new one filled in from a call. */
export function newTestHref(
  tenant: string,
  policyId: string,
  call: {
    human: string;
    agent: string;
    server: string;
    tool: string;
    arguments?: unknown;
    /** Id of the event of the call, whose stored arguments are filled in there. */
    event?: string | undefined;
    expect: "allow" | "deny";
  },
): string {
  const { arguments: args, event, ...words } = call;
  const query = new URLSearchParams(words);
  if (event !== undefined) query.set("event", event);
  if (args !== undefined) query.set("arguments", JSON.stringify(args));
  return `${paths.policy(tenant, policyId)}/tests?${query}`;
}
