import { z } from "zod";
import { pathLimits, readPath } from "@/lib/audit/payload/json-path";
import { payloadActions, payloadParts } from "@/lib/audit/payload/rules";
import type { Issue } from "@/lib/kernel/errors";

const Action = z.enum(payloadActions);

/** Most paths of one rule. */
export const pathsMax = 30;

export const RuleFields = z.strictObject({
  /** null: as it is said above it. */
  arguments: Action.nullable().default(null),
  results: Action.nullable().default(null),
  /** Replaces all of them. The first that names a value decides. */
  paths: z
    .array(
      z.strictObject({
        of: z.enum(payloadParts).default("arguments"),
        path: z.string().trim().min(1).max(pathLimits.charsMax),
        action: Action,
      }),
    )
    .max(pathsMax, `There can be ${pathsMax} paths at most.`)
    .default([]),
});
export type RuleFields = z.infer<typeof RuleFields>;

/** Where a rule stands: without a server it is the environment's, without a tool the server's. */
export const RulePlace = z.strictObject({
  /** Key or id. */
  server: z.string().min(1).max(100).optional(),
  /** Name or slug. */
  tool: z.string().min(1).max(200).optional(),
});
export type RulePlace = z.infer<typeof RulePlace>;

/** Complaints about paths that cannot be read, each with the place in its text. */
export const pathIssues = ({ paths }: Pick<RuleFields, "paths">): Issue[] =>
  paths.flatMap(({ path }, i) => {
    const read = readPath(path);
    return "problem" in read ? [{ path: `paths.${i}.path`, message: read.problem, position: read.position }] : [];
  });
