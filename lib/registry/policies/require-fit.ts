import "server-only";
import { type Issue, invalid } from "@/lib/kernel/errors";
import type { Finding } from "@/lib/policy/check/finding";
import { isError } from "./findings";
import type { PolicyTestResult } from "./run-tests";

/**
 * Throws `invalid` when a policy may not be put into force, or stay in it: a check has found an error, or one of its tests
 * fails. It is `invalid` and not `conflict`, because what was sent is at fault, and each issue says where.
 */
export function requireFit(findings: readonly Finding[], tests: readonly PolicyTestResult[]): void {
  const issues: Issue[] = [
    ...findings.filter(isError).map(({ at, message }) => ({ path: at, message })),
    ...tests
      .filter(({ passed }) => !passed)
      .map(({ id, name, text }) => ({ path: `tests.${id}`, message: `${name}: ${text}` })),
  ];
  const [first, ...more] = issues;
  if (!first) return;
  const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
  throw invalid(
    `This policy cannot be active: ${first.message}${others} It can be saved as a draft, in shadow, or disabled.`,
    issues,
  );
}
