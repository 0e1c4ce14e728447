import { coversTarget, type Policy, type Target } from "./policy";
import { type Rule, toRule } from "./rule";

/** The rules that cover one tool, denies first, each kind by id: order never changes an outcome, only who is named first. */
export type ToolRules = { denies: readonly Rule[]; allows: readonly Rule[]; shadow: readonly Rule[] };

/** The policies of a tenant at one version, prepared for deciding. */
export type PolicySet = {
  version: number;
  /** Those in force and those in shadow, as they were given. */
  policies: readonly Policy[];
  /** Those that cover a tool, whoever calls it. Remembered, because the same few tools are asked for again and again. */
  rulesFor: (target: Target) => ToolRules;
};

/** Tools whose rules a set remembers at most. Names are the callers' to choose, so this is bounded. */
const rememberedMax = 10_000;

/** Sorts a tenant's policies by what their status means for a decision, and makes their conditions ready. */
export function toPolicySet(version: number, policies: readonly Policy[]): PolicySet {
  const counted = policies.filter(({ status }) => status === "active" || status === "shadow");
  const rules = [...counted].sort((a, b) => (a.id < b.id ? -1 : 1)).map((policy) => ({ policy, rule: toRule(policy) }));
  // By server, then by tool: both keys are there already, and to join them for every call costs more than all else here.
  const remembered = new Map<string, Map<string, ToolRules>>();
  let rememberedCount = 0;
  return {
    version,
    policies: counted,
    rulesFor(target) {
      const { server, serverTags, tool } = target;
      const place = serverTags.length === 0 ? server : [server, ...serverTags].join("\0");
      const known = remembered.get(place)?.get(tool);
      if (known) return known;
      const covering = rules.filter(({ policy }) => coversTarget(policy.scope, target));
      const active = covering.filter(({ policy }) => policy.status === "active").map(({ rule }) => rule);
      const found: ToolRules = {
        denies: active.filter((rule) => rule.deny),
        allows: active.filter((rule) => !rule.deny),
        shadow: covering.filter(({ policy }) => policy.status === "shadow").map(({ rule }) => rule),
      };
      if (rememberedCount >= rememberedMax) {
        remembered.clear();
        rememberedCount = 0;
      }
      const ofServer = remembered.get(place) ?? new Map<string, ToolRules>();
      remembered.set(place, ofServer.set(tool, found));
      rememberedCount += 1;
      return found;
    },
  };
}
