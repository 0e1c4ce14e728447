import { Card } from "@/components/ui/card";
import type { TimeBox as Ends } from "@/lib/registry/mine/time-box-my-instance";
import { ActionButton } from "../../../../(console)/[tenant]/_parts/action-button";
import { timeBoxAction } from "../../../actions";

const choices: readonly { ends: Ends; label: string }[] = [
  { ends: "1h", label: "In 1 hour" },
  { ends: "4h", label: "In 4 hours" },
  { ends: "today", label: "At midnight (UTC)" },
  { ends: "30d", label: "In 30 days" },
];

/** Lets everything an agent may do end by itself. */
export function TimeBox({ tenant, instance }: { tenant: string; instance: string }) {
  return (
    <Card
      title="Let it end by itself"
      description="Everything it may do ends then at the latest. What ends sooner stays as it is."
    >
      <div className="flex flex-wrap gap-2">
        {choices.map(({ ends, label }) => (
          <ActionButton
            key={ends}
            action={timeBoxAction.bind(null, tenant)}
            fields={{ instance, ends }}
            size="sm"
            icon="clock"
            done={`It ends ${label.toLowerCase().replace("utc", "UTC")} at the latest.`}
            label={`End everything ${label.toLowerCase()}`}
          >
            {label}
          </ActionButton>
        ))}
      </div>
    </Card>
  );
}
