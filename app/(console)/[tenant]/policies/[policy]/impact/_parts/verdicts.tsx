import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Verdict } from "@/lib/policy/impact";

export const verdicts = ["wider", "narrower", "mixed", "unproved"] as const satisfies readonly Verdict[];

/** What each verdict means, in words. */
export const verdictLooks: Record<Verdict, { word: string; means: string; icon: IconName; tone: Tone }> = {
  wider: { word: "Wider", means: "more calls pass", icon: "arrow-up", tone: "error" },
  narrower: { word: "Narrower", means: "more are refused", icon: "arrow-down", tone: "info" },
  mixed: { word: "Mixed", means: "some of each", icon: "sort", tone: "unknown" },
  unproved: { word: "Unproved", means: "no example found", icon: "help", tone: "neutral" },
};

export function VerdictBadge({ verdict }: { verdict: Verdict }) {
  const { word, means, icon, tone } = verdictLooks[verdict];
  return (
    <Badge tone={tone} icon={icon} title={means}>
      {word}
    </Badge>
  );
}
