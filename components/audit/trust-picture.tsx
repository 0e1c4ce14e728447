import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import type { Step } from "@/lib/policy/decision";
import { type Level, levels } from "@/lib/policy/level";

const fills: Record<Level, string> = { low: "bg-low-solid", medium: "bg-medium-solid", high: "bg-high-solid" };

function Bar({ name, note, level, strong }: { name: string; note: string; level: Level | null; strong?: boolean }) {
  const reached = level === null ? 0 : levels.indexOf(level) + 1;
  return (
    <div className="contents">
      <dt className={cx("min-w-0", strong ? "font-medium" : "text-fg-muted")}>
        {name} <span className="font-normal text-fg-subtle">{note}</span>
      </dt>
      <dd className={cx("flex items-center gap-2", level === null && "text-fg-subtle")}>
        <span aria-hidden="true" className="flex gap-0.5">
          {levels.map((each, index) => (
            <span
              key={each}
              className={cx(
                "h-2 w-6 rounded-xs",
                level !== null && index < reached ? fills[level] : "border border-line-strong bg-sunken",
              )}
            />
          ))}
        </span>
        <span className={cx(strong && "font-medium")}>{level ?? "none"}</span>
      </dd>
    </div>
  );
}

/** `min(ceiling, consent)` against what the tool needs, as bars that can be compared by eye. */
export function TrustPicture({ step }: { step: Extract<Step, { stage: "trust" }> }) {
  return (
    <div className="grid w-fit max-w-full gap-1.5 rounded-md border border-line bg-surface px-3 py-2 text-xs">
      <dl className="grid grid-cols-[auto_auto] items-center gap-x-6 gap-y-1">
        <Bar name="Ceiling" note="set by an admin" level={step.ceiling} />
        <Bar name="Consent" note="given by the human" level={step.consent} />
        <Bar name="Effective" note="the lower of both" level={step.effective} strong />
        <Bar name="Tool needs" note={step.passed ? "reached" : "not reached"} level={step.required} />
      </dl>
      <p
        className={cx(
          "flex items-center gap-1.5 border-line border-t pt-1.5",
          step.passed ? "text-success" : "text-denied",
        )}
      >
        <Icon name={step.passed ? "circle-check" : "circle-x"} size={14} />
        <span className="font-mono">
          min({step.ceiling ?? "none"}, {step.consent ?? "none"}) = {step.effective ?? "none"} {step.passed ? "≥" : "<"}{" "}
          {step.required}
        </span>
      </p>
    </div>
  );
}
