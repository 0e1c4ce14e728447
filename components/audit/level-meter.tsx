import { type Level, levels } from "@/lib/policy/level";

/** Three bars, as many of them filled as the level reaches. In the text's own colour. */
export function LevelMeter({ level, size = 12 }: { level: Level | null; size?: number | undefined }) {
  const reached = level === null ? 0 : levels.indexOf(level) + 1;
  return (
    <svg aria-hidden="true" viewBox="0 0 12 12" width={size} height={size} fill="currentColor" className="shrink-0">
      {levels.map((each, index) => (
        <rect
          key={each}
          x={0.5 + index * 4}
          y={8 - index * 3.5}
          width="3"
          height={4 + index * 3.5}
          rx="0.8"
          opacity={index < reached ? 1 : 0.28}
        />
      ))}
    </svg>
  );
}
