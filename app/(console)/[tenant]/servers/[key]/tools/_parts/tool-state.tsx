import { Badge } from "@/components/ui/badge";
import type { ToolView } from "@/lib/registry/servers/server-view";

/** Where a tool stands between discovered and in use. */
export function ToolState({ state }: { state: ToolView["state"] }) {
  switch (state) {
    case "current":
      return (
        <Badge tone="success" icon="check" quiet>
          Reviewed
        </Badge>
      );
    case "review":
      return (
        <Badge tone="info" icon="eye" title="The level is a suggestion without strong evidence. Look at it.">
          To review
        </Badge>
      );
    case "quarantined":
      return (
        <Badge tone="error" icon="warning" title="The definition widened. Nobody may call it until it is accepted.">
          Quarantined
        </Badge>
      );
    case "removed":
      return (
        <Badge icon="minus" title="The server no longer offers it.">
          Gone
        </Badge>
      );
  }
}
