import { Badge } from "@/components/ui/badge";

/** What was decided, before anything was done. */
export function DecisionBadge({ decision }: { decision: "allow" | "deny" }) {
  return decision === "allow" ? (
    <Badge tone="success" icon="check">
      Allowed
    </Badge>
  ) : (
    <Badge tone="denied" icon="ban">
      Denied
    </Badge>
  );
}
