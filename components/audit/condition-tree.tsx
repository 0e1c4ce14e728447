import { cx } from "@/components/ui/cx";
import { Icon, type IconName } from "@/components/ui/icon";
import type { ConditionTrace } from "@/lib/policy/condition/explained";

const looks: Record<ConditionTrace["result"], { icon: IconName; word: string; ink: string }> = {
  true: { icon: "circle-check", word: "Holds", ink: "text-success" },
  false: { icon: "circle-x", word: "Does not hold", ink: "text-fg-muted" },
  error: { icon: "help", word: "Cannot be told", ink: "text-error" },
};

/** Elements of a list can be thousands; the log keeps what fits, and the page shows these. */
const shownMax = 50;

/** A condition as it came out: every part with its outcome, what it looked at, and why where that is not plain. */
export function ConditionTree({ title, trace }: { title: string; trace: ConditionTrace }) {
  return (
    <div className="grid min-w-0 gap-1">
      <p className="font-medium text-fg-muted text-xs">{title}</p>
      <ul>
        <Node trace={trace} />
      </ul>
    </div>
  );
}

function Node({ trace: { text, result, path: _, why, children = [], ...rest } }: { trace: ConditionTrace }) {
  // Rows outlive code: an outcome of another version is one that cannot be told.
  const { icon, word, ink } = looks[result] ?? looks.error;
  return (
    <li className="min-w-0">
      <div className="flex min-w-0 flex-wrap items-baseline gap-x-2 gap-y-0.5 py-0.5 text-xs">
        <span className={cx("inline-flex shrink-0 items-baseline gap-1 font-medium", ink)}>
          <Icon name={icon} size={14} strokeWidth={2} className="translate-y-0.5" />
          {word}
        </span>
        <code className="min-w-0 font-mono [overflow-wrap:anywhere]">{text}</code>
        {"actual" in rest && (
          <span className="min-w-0 text-fg-muted">
            was <code className="font-mono text-fg [overflow-wrap:anywhere]">{toText(rest.actual)}</code>
          </span>
        )}
        {why !== undefined && <span className="min-w-0 text-fg-muted">{why}</span>}
      </div>
      {children.length > 0 && (
        <ul className="ml-[0.4375rem] border-line-strong border-l pl-3">
          {children.slice(0, shownMax).map((child, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: parts may say the same, and never change their places
            <Node key={index} trace={child} />
          ))}
          {children.length > shownMax && (
            <li className="py-0.5 text-fg-subtle text-xs">… and {children.length - shownMax} more</li>
          )}
        </ul>
      )}
    </li>
  );
}

const toText = (value: unknown): string => JSON.stringify(value) ?? "nothing";
