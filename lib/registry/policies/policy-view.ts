import type { Recorded } from "@/lib/audit/write";
import type { Policy, PolicyVersion } from "@/lib/db/rows";
import type { Finding } from "@/lib/policy/check/finding";
import type { Condition } from "@/lib/policy/condition/condition";
import { readCondition } from "@/lib/policy/condition/read-condition";
import type { Effect } from "@/lib/policy/decision";
import type { PolicyScope, PolicyStatus } from "@/lib/policy/policy";
import { printCondition } from "@/lib/policy/text/print";
import { toFindings } from "./findings";
import { PolicyScopeInput } from "./policy-input";

/** What a policy says: the part that a version keeps and a change compares. */
export type PolicyRule = {
  name: string;
  description: string;
  effect: Effect;
  status: PolicyStatus;
  scope: PolicyScope;
  when: Condition | null;
  unless: Condition | null;
};

type RuleView = PolicyRule & {
  id: string;
  version: number;
  /** The conditions as text; each form says the same. */
  whenText: string | null;
  unlessText: string | null;
};

/** A policy as the API and the console show it. */
export type PolicyView = RuleView & {
  /** What the last check of its conditions against the tools it covers has found. */
  findings: Finding[];
  createdAt: string;
  updatedAt: string;
};

/** One version of a policy, as it was saved. */
export type PolicyVersionView = RuleView & {
  /** Key of the actor who saved it. */
  author: string;
  note: string;
  createdAt: string;
};

/** The scope of a stored row. Throws on one that this version of the product does not understand: better no decision than a wider one. */
export const toScope = (stored: unknown): PolicyScope => PolicyScopeInput.parse(stored);

/** The condition of a stored row. Throws like `toScope`. */
const toCondition = (stored: unknown, field: "when" | "unless"): Condition | null =>
  stored === null ? null : readCondition(stored, field);

/** Conditions as text. */
export const toTexts = ({ when, unless }: Pick<PolicyRule, "when" | "unless">) => ({
  whenText: when && printCondition(when),
  unlessText: unless && printCondition(unless),
});

export function toPolicyView(row: Policy): PolicyView {
  const rule = ruleOf(row);
  return {
    id: row.id,
    version: row.version,
    ...rule,
    ...toTexts(rule),
    findings: toFindings(row.findings),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export function toPolicyVersionView(row: PolicyVersion): PolicyVersionView {
  const rule = ruleOf(row);
  return {
    id: row.policyId,
    version: row.version,
    ...rule,
    ...toTexts(rule),
    author: row.author,
    note: row.note,
    createdAt: row.createdAt.toISOString(),
  };
}

/** The rule of a stored policy or of one of its versions. Throws on one that this version of the product does not understand. */
export const ruleOf = (
  row: Pick<Policy, "name" | "description" | "effect" | "status"> & { scope: unknown; when: unknown; unless: unknown },
): PolicyRule => ({
  name: row.name,
  description: row.description,
  effect: row.effect,
  status: row.status,
  scope: toScope(row.scope),
  when: toCondition(row.when, "when"),
  unless: toCondition(row.unless, "unless"),
});

/** What an event of a policy says in every case: the policy as it is after it (or was, when it is deleted). */
export const aboutPolicy = (row: Policy): Required<Pick<Recorded, "refs" | "policy" | "resource">> => ({
  refs: { policy: { id: row.id, key: row.id } },
  policy: { id: row.id, name: row.name, description: row.description, version: row.version, effect: row.effect },
  resource: { type: "policy", key: row.id, name: row.name },
});
