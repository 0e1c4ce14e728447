import type { Recorded } from "@/lib/audit/write";
import type { Policy, PolicyVersion } from "@/lib/db/rows";
import type { Effect } from "@/lib/policy/decision";
import type { PolicyScope, PolicyStatus } from "@/lib/policy/policy";
import { PolicyScopeInput } from "./policy-input";

/** A policy as the API and the console show it. */
export type PolicyView = {
  id: string;
  version: number;
  name: string;
  description: string;
  effect: Effect;
  status: PolicyStatus;
  scope: PolicyScope;
  createdAt: string;
  updatedAt: string;
};

/** One version of a policy, as it was saved. */
export type PolicyVersionView = Omit<PolicyView, "createdAt" | "updatedAt"> & {
  /** Key of the actor who saved it. */
  author: string;
  note: string;
  createdAt: string;
};

/** The scope of a stored row. Throws on one that this version of the product does not understand: better no decision than a wider one. */
export const toScope = (stored: unknown): PolicyScope => PolicyScopeInput.parse(stored);

export const toPolicyView = (row: Policy): PolicyView => ({
  id: row.id,
  version: row.version,
  ...ruleOf(row),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

export const toPolicyVersionView = (row: PolicyVersion): PolicyVersionView => ({
  id: row.policyId,
  version: row.version,
  ...ruleOf(row),
  author: row.author,
  note: row.note,
  createdAt: row.createdAt.toISOString(),
});

/** What the policy says: the part that a version keeps and a change compares. */
export const ruleOf = (row: Pick<Policy, "name" | "description" | "effect" | "status" | "scope">) => ({
  name: row.name,
  description: row.description,
  effect: row.effect,
  status: row.status,
  scope: toScope(row.scope),
});

/** What an event of a policy says in every case: the policy as it is after it (or was, when it is deleted). */
export const aboutPolicy = (row: Policy): Pick<Recorded, "refs" | "policy" | "resource"> => ({
  refs: { policy: { id: row.id, key: row.id } },
  policy: { id: row.id, name: row.name, description: row.description, version: row.version, effect: row.effect },
  resource: { type: "policy", key: row.id, name: row.name },
});
