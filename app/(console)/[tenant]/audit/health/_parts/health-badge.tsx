import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { HealthState } from "@/lib/audit/health/judge-log";

const looks = {
  fine: { word: "Fine", tone: "success", icon: "circle-check" },
  behind: { word: "Behind", tone: "error", icon: "clock" },
  attention: { word: "Needs attention", tone: "denied", icon: "alert" },
} as const satisfies Record<HealthState, { word: string; tone: Tone; icon: IconName }>;

export function HealthBadge({ state }: { state: HealthState }) {
  const { word, tone, icon } = looks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {word}
    </Badge>
  );
}
