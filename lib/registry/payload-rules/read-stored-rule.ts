import { z } from "zod";
import {
  type PathRule,
  type PayloadAction,
  type PayloadRule,
  payloadActions,
  payloadParts,
} from "@/lib/audit/payload/rules";

/** A rule as its row holds it. */
export type StoredRule = { arguments: PayloadAction | null; results: PayloadAction | null; paths: unknown };

const Paths = z.array(
  z.object({ of: z.enum(payloadParts), path: z.string(), action: z.enum(payloadActions) }),
) satisfies z.ZodType<PathRule[]>;

/** A stored rule. One whose paths cannot be understood keeps nothing at all: what they were to protect is not known. */
export function readStoredRule({ arguments: args, results, paths }: StoredRule): PayloadRule {
  const read = Paths.safeParse(paths);
  return read.success
    ? { arguments: args, results, paths: read.data }
    : { arguments: "drop", results: "drop", paths: [] };
}
