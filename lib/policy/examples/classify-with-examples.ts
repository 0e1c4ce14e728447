import { type Bucket, type Classified, classify, rulesFor } from "../buckets";
import { builtinPolicies } from "../decision";
import type { Circumstances } from "../question";
import { permits } from "../rule";
import { searchExamples } from "./search";

export type ClassifiedWithExamples = Classified & {
  /** Whether the bucket is proved: by its nature, by an example of each kind, or because every class of arguments was tried. */
  proved: boolean;
  passes?: Record<string, unknown>;
  fails?: Record<string, unknown>;
};

/**
 * The bucket of one tool, for a conditional one with arguments that pass and arguments that fail. Where every class of
 * arguments was tried and all came out alike, the tool is not conditional after all. For people to look at, not for the path of
 * a call: it may take half a millisecond.
 */
export function classifyWithExamples(from: Circumstances): ClassifiedWithExamples {
  const classified = classify(from);
  if (classified.bucket !== "conditional") return { ...classified, proved: true };
  const { denies, allows } = rulesFor(from);
  const { examples, complete } = searchExamples(
    from,
    [...denies, ...allows],
    (scene): "passes" | "fails" => (permits(denies, allows, scene) ? "passes" : "fails"),
    2,
  );
  const passes = examples.get("passes");
  const fails = examples.get("fails");
  const settled: Bucket | undefined = !complete
    ? undefined
    : fails === undefined
      ? "allowed"
      : passes === undefined
        ? "denied"
        : undefined;
  return {
    ...classified,
    ...(settled && { bucket: settled }),
    ...(settled === "denied" && {
      code: classified.policies.some(({ effect }) => effect === "deny")
        ? ("BLOCKED_BY_POLICY" as const)
        : ("NO_MATCHING_POLICY" as const),
      policies: classified.policies.length > 0 ? classified.policies : [builtinPolicies.defaultDeny],
    }),
    proved: settled !== undefined || (passes !== undefined && fails !== undefined),
    ...(passes && { passes }),
    ...(fails && { fails }),
  };
}
