import { cx } from "@/components/ui/cx";
import { Icon, type IconName } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { AttemptView } from "@/lib/oauth/onboarding/list-onboarding";
import { stepOrder, stepWords } from "./step-words";

type State = "done" | "failed" | "next" | "skipped" | "ahead";

const looks: Record<State, { icon: IconName; ink: string; said: string }> = {
  done: { icon: "circle-check", ink: "text-success", said: "Done" },
  failed: { icon: "circle-x", ink: "text-denied", said: "Refused" },
  next: { icon: "clock", ink: "text-info", said: "Did not come yet" },
  skipped: { icon: "minus", ink: "text-fg-subtle", said: "Left out" },
  ahead: { icon: "circle-dashed", ink: "text-fg-subtle", said: "Not reached" },
};

/** The steps of one attempt, from the first request to the first call, and where it stands. */
export function Stepper({ attempt: { steps, diagnosis } }: { attempt: AttemptView }) {
  const last = Math.max(...steps.map(({ step }) => stepOrder.indexOf(step)), -1);
  return (
    <ol aria-label="Steps" className="grid gap-0">
      {stepOrder.map((name, index) => {
        const step = steps.find((one) => one.step === name);
        const { icon, ink, said } = looks[stateOf(step?.ok, index, last, diagnosis.step === name)];
        const { title, about } = stepWords[name];
        const isCurrent = diagnosis.state !== "connected" && diagnosis.step === name;
        return (
          <li
            key={name}
            {...(isCurrent ? { "aria-current": "step" as const } : {})}
            className={cx(
              "grid grid-cols-[1.25rem_minmax(0,1fr)_auto] gap-x-2.5 rounded-sm px-2 py-1.5",
              isCurrent && "bg-selected",
            )}
          >
            <Icon name={icon} size={18} label={said} className={cx("mt-px", ink)} />
            <span className="min-w-0">
              <span className={cx("block", step === undefined ? "text-fg-muted" : "font-medium")}>{title}</span>
              <span className="block text-fg-muted text-xs [overflow-wrap:anywhere]">{step?.text ?? about}</span>
            </span>
            {step !== undefined && (
              <Time value={step.at} format="clock" className="text-fg-muted text-xs tabular-nums" />
            )}
          </li>
        );
      })}
    </ol>
  );
}

function stateOf(ok: boolean | undefined, index: number, last: number, isNext: boolean): State {
  if (ok !== undefined) return ok ? "done" : "failed";
  if (isNext) return "next";
  return index < last ? "skipped" : "ahead";
}
