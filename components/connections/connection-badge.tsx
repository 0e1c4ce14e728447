import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";

const looks = {
  none: { word: "Not connected", tone: "neutral", icon: "circle-dashed" },
  connected: { word: "Connected", tone: "success", icon: "check" },
  needs_reauth: { word: "Needs its human", tone: "error", icon: "warning" },
  revoked: { word: "Disconnected", tone: "neutral", icon: "unplug" },
} as const satisfies Record<string, { word: string; tone: Tone; icon: IconName }>;

/** The state of a human's connection to a server. */
export function ConnectionBadge({ status, own = false }: { status: keyof typeof looks; own?: boolean | undefined }) {
  const { word, tone, icon } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {own && status === "needs_reauth" ? "Authorize again" : word}
    </Badge>
  );
}
