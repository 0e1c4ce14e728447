import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Time } from "@/components/ui/time";
import type { RetentionView } from "@/lib/audit/retention/get-retention";
import type { BoundAction } from "../../../_parts/action-form";
import type { RetentionAnswer } from "../actions";
import { RetentionForm } from "./retention-form";

/** How long the log is kept, what that means today, and the form to change it for whoever may. */
export function RetentionCard({
  retention,
  action,
}: {
  retention: RetentionView;
  action?: BoundAction<RetentionAnswer>;
}) {
  const { days, payloadDays, cutsBefore, byMonth, oldestEventAt } = retention;
  return (
    <Card
      title="How long the log is kept"
      description="What is past its time is removed within the hour. Each removal leaves an event, and proofs go on holding."
    >
      <div className="grid gap-5">
        <KeyValues>
          <KeyValue name="Events">{days} days</KeyValue>
          <KeyValue name="Stored arguments">{payloadDays === 0 ? "Not kept" : `${payloadDays} days`}</KeyValue>
          <KeyValue name="Goes now">
            Sealed events from before <Time value={cutsBefore} format="day" />
            {byMonth && "; what is kept the longest in this installation goes by whole months"}
          </KeyValue>
          <KeyValue name="Oldest event">
            {oldestEventAt === null ? undefined : <Time value={oldestEventAt} format="full" />}
          </KeyValue>
        </KeyValues>
        {action !== undefined && <RetentionForm action={action} retention={retention} />}
      </div>
    </Card>
  );
}
