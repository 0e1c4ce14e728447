import { Badge } from "@/components/ui/badge";
import type { Level } from "@/lib/policy/level";
import { LevelMeter } from "./level-meter";

const words: Record<Level, string> = { low: "Low", medium: "Medium", high: "High" };

/** A tool's class, a human's ceiling, a consent. */
export function LevelBadge({
  level,
  quiet = false,
  title,
}: {
  level: Level;
  quiet?: boolean | undefined;
  title?: string | undefined;
}) {
  return (
    <Badge tone={level} quiet={quiet} glyph={<LevelMeter level={level} size={quiet ? 12 : 10} />} title={title}>
      {words[level]}
    </Badge>
  );
}
