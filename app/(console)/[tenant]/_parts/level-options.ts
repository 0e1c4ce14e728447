import type { SelectOption } from "@/components/ui/select";
import { type Level, levels, reaches } from "@/lib/policy/level";

export const levelWords: Record<Level, string> = { low: "Low", medium: "Medium", high: "High" };

/** The levels to choose from; those above `most` are shown and cannot be chosen. */
export const levelOptions = (most: Level = "high"): (SelectOption & { value: Level })[] =>
  levels.map((level) => ({ value: level, label: levelWords[level], disabled: !reaches(most, level) }));
