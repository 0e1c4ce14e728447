import { z } from "zod";
import { pathLimits, readPath } from "@/lib/audit/payload/json-path";
import { payloadActions, payloadParts } from "@/lib/audit/payload/rules";

/** How a form spells "as it is said above". */
export const asAbove = "above";

const Base = z
  .enum([asAbove, ...payloadActions])
  .default(asAbove)
  .transform((action) => (action === asAbove ? null : action));

const Row = z
  .object({
    path: z.string().trim().max(pathLimits.charsMax).default(""),
    of: z.enum(payloadParts).default("arguments"),
    action: z.enum(payloadActions).default("mask"),
  })
  .superRefine(({ path }, issues) => {
    const read = path === "" ? undefined : readPath(path);
    if (read && "problem" in read)
      issues.addIssue({
        code: "custom",
        path: ["path"],
        message: `${read.problem} (Character ${read.position + 1}.)`,
      });
  });

/** A rule as a form sends it: rows whose path was left empty do not count. */
export const RecordingForm = z.object({
  server: z.string().min(1).max(100).optional(),
  tool: z.string().min(1).max(200).optional(),
  arguments: Base,
  results: Base,
  paths: z
    .array(Row)
    .max(60)
    .default([])
    .transform((rows) => rows.filter(({ path }) => path !== "")),
  intent: z.enum(["save", "preview"]).default("save"),
  /** An example to try the rule with, and what of a call it is. */
  example: z.string().max(200_000).optional(),
  exampleOf: z.enum(payloadParts).default("arguments"),
});
export type RecordingForm = z.infer<typeof RecordingForm>;
