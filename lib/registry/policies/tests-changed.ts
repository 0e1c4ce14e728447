import { redact } from "@/lib/audit/redact";
import type { Recorded } from "@/lib/audit/write";
import type { Policy } from "@/lib/db/rows";
import type { PolicyTestView } from "./policy-test-view";
import { aboutPolicy } from "./policy-view";

/** Larger arguments stand in the event by their size. */
const argumentBytesMax = 8 * 1024;

/** The event of a policy's tests: one of them was made, changed or deleted. Secrets in its arguments are masked, as of a call. */
export const testsChanged = (
  policy: Policy,
  before: PolicyTestView | null,
  after: PolicyTestView | null,
): Recorded => ({
  type: "policy.tests_changed",
  ...aboutPolicy(policy),
  changes: { before: before && toRecorded(before), after: after && toRecorded(after) },
  details: { test: { id: (after ?? before)?.id, name: (after ?? before)?.name } },
});

function toRecorded({ createdAt: _, updatedAt: __, ...test }: PolicyTestView): Record<string, unknown> {
  const bytes = Buffer.byteLength(JSON.stringify(test.arguments));
  return {
    ...test,
    arguments: bytes <= argumentBytesMax ? redact(test.arguments).value : `${bytes} bytes of arguments`,
  };
}
