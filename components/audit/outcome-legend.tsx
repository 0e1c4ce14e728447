import type { OutcomeBar } from "./outcome-bars";

/** Which bar stands for which outcome: its look and its word. */
export function OutcomeLegend({ bars, className }: { bars: readonly OutcomeBar[]; className: string }) {
  return (
    <ul aria-label="Outcomes" className={className}>
      {bars.map(({ outcome, word, fill }) => (
        <li key={outcome} className="flex items-center gap-1.5">
          <span aria-hidden="true" style={fill} className="size-2.5 rounded-xs" />
          {word}
        </li>
      ))}
    </ul>
  );
}
