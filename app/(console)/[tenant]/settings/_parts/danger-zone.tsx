import { Card } from "@/components/ui/card";
import { ConfirmAction } from "../../_parts/confirm-action";
import { setAllAgentsAction } from "../actions";

/** What stops everybody at once. */
export function DangerZone({ tenant, active, suspended }: { tenant: string; active: number; suspended: number }) {
  const action = setAllAgentsAction.bind(null, tenant);
  return (
    <Card
      tone="danger"
      title="Danger zone"
      description={`${active} of ${active + suspended} agents may act here. Suspending all of them denies every call from the next one on, for every human; nothing is lost, and each can be resumed by itself.`}
      actions={
        <>
          {suspended > 0 && (
            <ConfirmAction
              id="resume-all"
              action={action}
              fields={{ status: "active" }}
              title="Resume all agents?"
              description="Those that were suspended one by one before are resumed, too."
              confirmLabel="Resume all agents"
              tone="primary"
            >
              Resume all agents
            </ConfirmAction>
          )}
          {active > 0 && (
            <ConfirmAction
              id="suspend-all"
              action={action}
              fields={{ status: "suspended" }}
              title="Suspend all agents?"
              description="Every call is denied from the next one on. An agent that connects for the first time afterwards is not among them."
              confirmLabel="Suspend all agents"
              typed={tenant}
              variant="danger-quiet"
            >
              Suspend all agents
            </ConfirmAction>
          )}
        </>
      }
    />
  );
}
