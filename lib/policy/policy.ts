import type { Condition } from "./condition/condition";
import type { Effect, PolicyRef } from "./decision";
import { matchesGlob } from "./glob";

export type PolicyStatus = "draft" | "shadow" | "active" | "disabled";

/** Whom and what a policy covers. An absent list means any; `tools` are globs over tool names; of groups and tags one is enough. */
export type PolicyScope = {
  servers?: string[] | undefined;
  serverTags?: string[] | undefined;
  tools?: string[] | undefined;
  humans?: string[] | undefined;
  groups?: string[] | undefined;
  agents?: string[] | undefined;
  agentTags?: string[] | undefined;
  instances?: string[] | undefined;
};

/** One policy in the version that is in force. It holds when `when` is true (or absent) and `unless` is false (or absent). */
export type Policy = {
  id: string;
  version: number;
  name: string;
  description: string;
  effect: Effect;
  status: PolicyStatus;
  scope: PolicyScope;
  when: Condition | null;
  unless: Condition | null;
};

/** Who a call is made by and for, in the words that scopes are written in. */
export type Caller = {
  human: string;
  groups: readonly string[];
  agent: string;
  agentTags: readonly string[];
  instance: string;
};
/** What a call is made of. */
export type Target = { server: string; serverTags: readonly string[]; tool: string };

export const toPolicyRef = (policy: Policy): PolicyRef => ({
  id: policy.id,
  name: policy.name,
  description: policy.description,
  version: policy.version,
  effect: policy.effect,
});

const names = (list: readonly string[] | undefined, name: string): boolean => list === undefined || list.includes(name);
const namesOne = (list: readonly string[] | undefined, of: readonly string[]): boolean =>
  list === undefined || of.some((name) => list.includes(name));

/** Whether every list of the scope about callers that is present names the caller. An empty list names nobody. */
export const coversCaller = (scope: PolicyScope, caller: Caller): boolean =>
  names(scope.humans, caller.human) &&
  names(scope.agents, caller.agent) &&
  names(scope.instances, caller.instance) &&
  namesOne(scope.groups, caller.groups) &&
  namesOne(scope.agentTags, caller.agentTags);

/** Whether every list of the scope about servers and tools that is present names the target. */
export const coversTarget = (scope: PolicyScope, target: Target): boolean =>
  names(scope.servers, target.server) &&
  namesOne(scope.serverTags, target.serverTags) &&
  (scope.tools === undefined || scope.tools.some((glob) => matchesGlob(glob, target.tool)));
