import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { oneOf, type Query, toPairs } from "../../../../_parts/console-props";

/** What is compared: with the policy taken out of force, put into it, or as an earlier version of it was. */
export type Change = { kind: "out" } | { kind: "in" } | { kind: "version"; version: number };

/** Reads what is asked. Of an active policy it is what would happen without it; of any other, what would happen with it. */
export function readChange(query: Query, policy: PolicyView): { change: Change; notUnderstood: string[] } {
  const usual: Change = { kind: policy.status === "active" ? "out" : "in" };
  const notUnderstood = toPairs(query)
    .filter(([name]) => name !== "version")
    .map(([name]) => `"${name}" is not known here.`);
  const given = oneOf(query, "version") ?? "";
  if (given === "") return { change: usual, notUnderstood };
  const version = /^[1-9]\d{0,8}$/.test(given) ? Number(given) : undefined;
  if (version === undefined || version >= policy.version) {
    notUnderstood.push(`"${given}" is no earlier version of this policy.`);
    return { change: usual, notUnderstood };
  }
  return { change: { kind: "version", version }, notUnderstood };
}

/** The change in words, as the end of "what … would mean". */
export function toChangeWords(change: Change, { version }: PolicyView): string {
  switch (change.kind) {
    case "out":
      return "taking this policy out of force";
    case "in":
      return "putting this policy into force";
    case "version":
      return `version ${version} in place of version ${change.version}`;
  }
}
