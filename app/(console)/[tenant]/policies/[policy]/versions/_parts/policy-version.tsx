import { ChangeDiff } from "@/components/audit/change-diff";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { PolicyVersionView } from "@/lib/registry/policies/policy-view";
import type { BoundAction } from "../../../../_parts/action-form";
import { RestoreVersion } from "./restore-version";

/** The rule alone, without who saved it when; conditions as a person reads them. */
const toRule = ({ name, description, effect, status, scope, whenText, unlessText }: PolicyVersionView) => ({
  ...{ name, description, effect, status, scope },
  ...(whenText !== null && { when: whenText }),
  ...(unlessText !== null && { unless: unlessText }),
});

/** One version and what it changed. */
export function PolicyVersion<T>({
  version,
  before,
  isPresent,
  restore,
}: {
  version: PolicyVersionView;
  /** The one before it; of the first there is none. */
  before: PolicyVersionView | undefined;
  isPresent: boolean;
  /** Absent for who may only read. */
  restore: BoundAction<T> | undefined;
}) {
  return (
    <li>
      <Card
        title={
          <span className="flex flex-wrap items-center gap-2">
            Version {version.version} {isPresent && <Badge>Present</Badge>}
          </span>
        }
        description={version.note === "" ? undefined : version.note}
        actions={
          <>
            <p className="text-fg-muted text-xs">
              <span className="font-mono">{version.author}</span>, <Time value={version.createdAt} format="full" />
            </p>
            {restore && !isPresent && <RestoreVersion action={restore} policy={version.id} version={version.version} />}
          </>
        }
      >
        <ChangeDiff changes={{ before: before ? toRule(before) : null, after: toRule(version) }} />
      </Card>
    </li>
  );
}
