import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Outcome } from "@/lib/audit/event";

const looks: Record<Outcome, { tone: Tone; icon: IconName; word: string; means: string }> = {
  success: { tone: "success", icon: "check", word: "Success", means: "It was done" },
  denied: { tone: "denied", icon: "ban", word: "Denied", means: "It was refused and not done" },
  error: { tone: "error", icon: "warning", word: "Error", means: "It was tried and failed" },
  unknown: {
    tone: "unknown",
    icon: "help",
    word: "Unknown",
    means: "It was begun; how it ended was never learned",
  },
};

/** How an event ended. In a list the usual outcome is quiet, so the others stand out. */
export function OutcomeBadge({
  outcome,
  inList = false,
  className,
}: {
  outcome: Outcome;
  inList?: boolean | undefined;
  className?: string | undefined;
}) {
  const { tone, icon, word, means } = looks[outcome];
  if (inList && outcome === "success") {
    return (
      <Badge icon={icon} iconTone={tone} title={means} className={className} quiet>
        {word}
      </Badge>
    );
  }
  return (
    <Badge tone={tone} icon={icon} title={means} className={className}>
      {word}
    </Badge>
  );
}
