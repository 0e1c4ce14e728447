import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon, type IconName } from "@/components/ui/icon";
import type { Missing } from "@/lib/policy/condition/condition";
import { type ShownFinding, withoutSuggestion } from "./shown-finding";

const looks: Record<ShownFinding["level"], { icon: IconName; word: string; ink: string }> = {
  error: { icon: "alert", word: "Error", ink: "text-denied" },
  warning: { icon: "warning", word: "Warning", ink: "text-error" },
  info: { icon: "info", word: "Note", ink: "text-fg-muted" },
};

const choices: readonly { missing: Missing; label: string }[] = [
  { missing: "match", label: "Count as met" },
  { missing: "noMatch", label: "Count as not met" },
];

/** What a check has found, each with the ways out of it. */
export function FindingNotes({
  findings,
  withClause = false,
  accept,
  choose,
}: {
  findings: readonly ShownFinding[];
  /** Quotes the part of the condition that each is about, where it does not stand beside it. */
  withClause?: boolean | undefined;
  accept?: ((finding: ShownFinding) => void) | undefined;
  choose?: ((finding: ShownFinding, missing: Missing) => void) | undefined;
}) {
  if (findings.length === 0) return null;
  return (
    <ul className="grid gap-1.5">
      {findings.map((finding) => {
        const { icon, word, ink } = looks[finding.level];
        const hasWays =
          (finding.suggestion !== undefined && accept !== undefined) ||
          (finding.code === "optional_argument" && choose !== undefined);
        return (
          <li
            key={`${finding.at} ${finding.code} ${finding.message}`}
            className="grid min-w-0 grid-cols-[auto_minmax(0,1fr)] items-start gap-x-1.5 text-xs"
          >
            <Icon name={icon} size={14} label={word} className={cx(hasWays ? "mt-1.5" : "mt-0.5", ink)} />
            <div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <p className={cx("min-w-0 [overflow-wrap:anywhere]", finding.level === "info" && "text-fg-muted")}>
                {withClause && finding.clause !== undefined && (
                  <>
                    <code className="rounded-xs bg-selected px-1 py-0.5 font-mono">{finding.clause}</code>{" "}
                  </>
                )}
                {accept ? withoutSuggestion(finding) : finding.message}
              </p>
              {finding.suggestion !== undefined && accept && (
                <Button size="sm" onClick={() => accept(finding)}>
                  <span>
                    Did you mean <code className="font-mono">{finding.suggestion}</code>?
                  </span>
                </Button>
              )}
              {finding.code === "optional_argument" &&
                finding.node !== undefined &&
                choose &&
                choices.map(({ missing, label }) => (
                  <Button key={missing} size="sm" onClick={() => choose(finding, missing)}>
                    {label}
                  </Button>
                ))}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
