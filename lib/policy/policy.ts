import type { Effect, PolicyRef } from "./decision";
import { matchesGlob } from "./glob";

export type PolicyStatus = "draft" | "shadow" | "active" | "disabled";

/** Whom and what a policy covers. An absent list means any; `tools` are globs over tool names. */
export type PolicyScope = {
  servers?: string[] | undefined;
  tools?: string[] | undefined;
  humans?: string[] | undefined;
  agents?: string[] | undefined;
  instances?: string[] | undefined;
};

/** One policy in the version that is in force. */
export type Policy = {
  id: string;
  version: number;
  name: string;
  description: string;
  effect: Effect;
  status: PolicyStatus;
  scope: PolicyScope;
};

/** Who and what a call is about, in the words scopes are written in. */
export type Subject = { server: string; tool: string; human: string; agent: string; instance: string };

export const toPolicyRef = (policy: Policy): PolicyRef => ({
  id: policy.id,
  name: policy.name,
  description: policy.description,
  version: policy.version,
  effect: policy.effect,
});

/** Whether every list of the scope that is present names the subject. An empty list names nobody. */
export function covers(scope: PolicyScope, subject: Subject): boolean {
  return (
    (scope.servers === undefined || scope.servers.includes(subject.server)) &&
    (scope.humans === undefined || scope.humans.includes(subject.human)) &&
    (scope.agents === undefined || scope.agents.includes(subject.agent)) &&
    (scope.instances === undefined || scope.instances.includes(subject.instance)) &&
    (scope.tools === undefined || scope.tools.some((glob) => matchesGlob(glob, subject.tool)))
  );
}
