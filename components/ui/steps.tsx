import { cx } from "./cx";
import { Icon } from "./icon";

/** Where somebody is on a way of a few steps: those behind are ticked, the present one is marked. */
export function Steps({ label, steps, current }: { label: string; steps: readonly string[]; current: number }) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-5 gap-y-1.5 text-xs">
        {steps.map((step, i) => (
          <li
            key={step}
            {...(i === current ? { "aria-current": "step" as const } : {})}
            className={cx("flex items-center gap-2", i === current ? "font-medium text-fg" : "text-fg-muted")}
          >
            <span
              aria-hidden="true"
              className={cx(
                "grid size-5 place-items-center rounded-full border tabular-nums",
                i === current ? "border-fg bg-fg text-surface" : "border-line-strong",
              )}
            >
              {i < current ? <Icon name="check" size={12} /> : i + 1}
            </span>
            {step}
            {i < current && <span className="sr-only">(done)</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
