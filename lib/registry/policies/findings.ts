import { z } from "zod";
import { checkPolicy } from "@/lib/policy/check/check-policy";
import type { CoveredTool, Finding, FindingCode } from "@/lib/policy/check/finding";
import type { Policy } from "@/lib/policy/policy";

/**
 * What is to be said of a policy's conditions, held against tools. One without conditions fits every tool. Names that an upstream
 * has chosen are quoted in it: what jsonb cannot hold is left out.
 */
export function findingsOf(policy: Policy, tools: readonly CoveredTool[]): Finding[] {
  if (!hasConditions(policy)) return [];
  return checkPolicy(policy, tools).map(
    (finding) =>
      // safe because the fields stay, and every one of them is text
      Object.fromEntries(Object.entries(finding).map(([field, text]) => [field, storable(text)])) as Finding,
  );
}

export const hasConditions = ({ when, unless }: Pick<Policy, "when" | "unless">): boolean =>
  when !== null || unless !== null;

const storable = (text: string): string => text.toWellFormed().replaceAll("\0", "");

export const isError = ({ level }: Finding): boolean => level === "error";

const Findings = z.array(
  z.object({
    level: z.enum(["error", "warning", "info"]),
    // safe because codes are shown, and nothing is decided by them: that of another release is as good
    code: z.string().transform((code) => code as FindingCode),
    message: z.string(),
    at: z.string(),
    tool: z.string().exactOptional(),
    suggestion: z.string().exactOptional(),
  }),
);

/** The findings of a stored row. */
export const toFindings = (stored: unknown): Finding[] => Findings.parse(stored);

/** The errors among them; none where they cannot be read, so that what is found now counts as new. */
export const errorsAmong = (stored: unknown): Finding[] => (Findings.safeParse(stored).data ?? []).filter(isError);
