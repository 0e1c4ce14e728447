import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";

const looks = {
  active: { word: "Active", tone: "success", icon: "check" },
  suspended: { word: "Suspended", tone: "denied", icon: "pause" },
  disconnected: { word: "Disconnected", tone: "neutral", icon: "unplug" },
} as const satisfies Record<string, { word: string; tone: Tone; icon: IconName }>;

export type Status = keyof typeof looks;

/** Whether a human, an agent or an instance may act. */
export function StatusBadge({ status }: { status: Status }) {
  const { word, tone, icon } = looks[status];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
