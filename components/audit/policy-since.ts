import type { EventChanges } from "@/lib/audit/event";
import type { PolicyRef } from "@/lib/policy/decision";
import type { PolicyVersionView, PolicyView } from "@/lib/registry/policies/policy-view";

/** What a person compares of a policy. */
type Said = {
  name: string;
  description: string;
  effect: string;
  status: string;
  scope: unknown;
  when: string;
  unless: string;
};

const said = (rule: PolicyView | PolicyVersionView): Said => ({
  name: rule.name,
  description: rule.description,
  effect: rule.effect,
  status: rule.status,
  scope: rule.scope,
  when: rule.whenText ?? "",
  unless: rule.unlessText ?? "",
});

/**
 * A policy as an event recorded it beside what it is now. What the event holds of it (name, description, effect) is taken from
 * the event; the rest from the version that it names. `then` undefined: that version is not kept.
 */
export function toPolicyChanges(
  ref: PolicyRef,
  then: PolicyVersionView | undefined,
  now: PolicyView | PolicyVersionView,
): EventChanges {
  const recorded = { name: ref.name, description: ref.description, effect: ref.effect };
  const today = said(now);
  if (then !== undefined) return { before: { ...said(then), ...recorded }, after: today };
  return {
    before: recorded,
    after: { name: today.name, description: today.description, effect: today.effect },
  };
}
