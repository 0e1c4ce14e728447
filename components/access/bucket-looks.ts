import type { Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Bucket } from "@/lib/policy/buckets";

/** The order in which buckets are shown. */
export const buckets = ["allowed", "conditional", "denied"] as const satisfies readonly Bucket[];

/** How each bucket looks and what it means. Word and shape say it; colour only helps. */
export const bucketLooks: Record<Bucket, { word: string; means: string; icon: IconName; tone: Tone }> = {
  allowed: { word: "Allowed", means: "whatever the arguments", icon: "check", tone: "success" },
  conditional: { word: "Conditional", means: "depending on the arguments", icon: "circle-dashed", tone: "error" },
  denied: { word: "Denied", means: "whatever the arguments", icon: "ban", tone: "denied" },
};
