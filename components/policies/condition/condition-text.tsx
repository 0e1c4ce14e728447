import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Textarea } from "@/components/ui/textarea";

/** How much of a line is shown around a mistake. */
const around = 36;

/** The line with the mistake, and a mark under the character. */
function Mark({ text, at }: { text: string; at: number }) {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const line = text.slice(start, end < 0 ? text.length : end);
  const column = at - start;
  const from = Math.max(0, column - around);
  const cut = line.slice(from, column + around);
  const lead = from > 0 ? "…" : "";
  return (
    <pre
      aria-hidden="true"
      className="overflow-hidden rounded-sm bg-denied-soft px-2 py-1 font-mono text-denied text-xs"
    >
      {`${lead}${cut}\n${" ".repeat(lead.length + column - from)}^`}
    </pre>
  );
}

/** The text of a condition, with the first mistake marked while it is written. */
export function ConditionText({
  id,
  name,
  label,
  text,
  error,
  example,
  hint,
  invalid,
  describedBy,
  onText,
  className,
}: {
  id: string;
  name: string;
  label: string;
  text: string;
  error: { message: string; at: number } | undefined;
  example: string;
  hint: string;
  /** The form was refused because of it, although it can be read. */
  invalid: boolean;
  describedBy: string | undefined;
  onText: (text: string) => void;
  className?: string | undefined;
}) {
  const described = [error && `${id}-error`, `${id}-hint`, describedBy].filter(Boolean).join(" ");
  return (
    <div className={cx("gap-1.5", className)}>
      <Textarea
        id={id}
        name={name}
        mono
        rows={3}
        aria-label={label}
        aria-describedby={described}
        {...(error || invalid ? { "aria-invalid": true as const } : {})}
        spellCheck={false}
        autoCapitalize="none"
        autoCorrect="off"
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {error && (
        <div className="grid gap-1">
          <Mark text={text} at={error.at} />
          <p id={`${id}-error`} role="status" className="flex items-start gap-1.5 text-denied text-xs">
            <Icon name="alert" size={14} className="mt-0.5" />
            <span>
              At character {error.at + 1}: {error.message}
            </span>
          </p>
        </div>
      )}
      <p id={`${id}-hint`} className="text-fg-muted text-xs">
        For example <code className="font-mono">{example}</code>. {hint}
      </p>
    </div>
  );
}
