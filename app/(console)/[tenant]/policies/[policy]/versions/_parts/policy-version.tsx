import { ChangeDiff } from "@/components/audit/change-diff";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { PolicyVersionView } from "@/lib/registry/policies/policy-view";

/** The rule alone, without who saved it when. */
const toRule = ({ name, description, effect, status, scope }: PolicyVersionView) => ({
  name,
  description,
  effect,
  status,
  scope,
});

/** One version and what it changed. */
export function PolicyVersion({
  version,
  before,
}: {
  version: PolicyVersionView;
  /** The one before it; of the first there is none. */
  before: PolicyVersionView | undefined;
}) {
  return (
    <li>
      <Card
        title={`Version ${version.version}`}
        description={version.note === "" ? undefined : version.note}
        actions={
          <p className="text-fg-muted text-xs">
            <span className="font-mono">{version.author}</span>, <Time value={version.createdAt} format="full" />
          </p>
        }
      >
        <ChangeDiff changes={{ before: before ? toRule(before) : null, after: toRule(version) }} />
      </Card>
    </li>
  );
}
