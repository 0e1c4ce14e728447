import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Effect } from "@/lib/policy/decision";
import type { PolicyStatus } from "@/lib/policy/policy";

export const statusWords: Record<PolicyStatus, { word: string; means: string; tone: Tone; icon: IconName }> = {
  active: { word: "Active", means: "decides every call from the next one on", tone: "success", icon: "check" },
  shadow: { word: "Shadow", means: "is evaluated and recorded, and decides nothing", tone: "info", icon: "eye" },
  draft: { word: "Draft", means: "is being written, and is not evaluated", tone: "neutral", icon: "pencil" },
  disabled: { word: "Disabled", means: "is kept, and is not evaluated", tone: "neutral", icon: "pause" },
};

export function PolicyStatusBadge({ status }: { status: PolicyStatus }) {
  const { word, means, tone, icon } = statusWords[status];
  return (
    <Badge tone={tone} icon={icon} title={`It ${means}`}>
      {word}
    </Badge>
  );
}

export function EffectBadge({ effect }: { effect: Effect }) {
  return effect === "allow" ? (
    <Badge tone="success" icon="check" quiet>
      Allow
    </Badge>
  ) : (
    <Badge tone="denied" icon="ban" quiet>
      Deny
    </Badge>
  );
}
