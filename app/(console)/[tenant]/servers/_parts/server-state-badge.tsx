import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { ServerState } from "@/lib/registry/servers/judge-health";

export const stateLooks = {
  healthy: { text: "Healthy", tone: "success", icon: "circle-check" },
  degraded: { text: "Degraded", tone: "error", icon: "warning" },
  failing: { text: "Failing", tone: "denied", icon: "circle-x" },
  unknown: { text: "Unknown", tone: "neutral", icon: "help" },
} as const satisfies Record<ServerState, { text: string; tone: Tone; icon: IconName }>;

/** How a server is. `reason` is shown to whoever points at it; the server's page says it in full. */
export function ServerStateBadge({ state, reason }: { state: ServerState; reason?: string }) {
  const { text, tone, icon } = stateLooks[state];
  return (
    <Badge tone={tone} icon={icon} title={reason}>
      {text}
    </Badge>
  );
}
