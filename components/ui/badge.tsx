import type { ReactNode } from "react";
import { cx } from "./cx";
import { Icon, type IconName } from "./icon";

export const tones = [
  "neutral",
  "accent",
  "success",
  "denied",
  "error",
  "unknown",
  "info",
  "low",
  "medium",
  "high",
] as const;
export type Tone = (typeof tones)[number];

const soft: Record<Tone, string> = {
  neutral: "border-line-strong bg-sunken text-fg-muted",
  accent: "border-accent-line bg-accent-soft text-accent",
  success: "border-success-line bg-success-soft text-success",
  denied: "border-denied-line bg-denied-soft text-denied",
  error: "border-error-line bg-error-soft text-error",
  unknown: "border-unknown-line bg-unknown-soft text-unknown",
  info: "border-info-line bg-info-soft text-info",
  low: "border-low-line bg-low-soft text-low",
  medium: "border-medium-line bg-medium-soft text-medium",
  high: "border-high-line bg-high-soft text-high",
};

/** The text colour of a tone, for words and glyphs without a box. */
export const toneText: Record<Tone, string> = {
  neutral: "text-fg-muted",
  accent: "text-accent",
  success: "text-success",
  denied: "text-denied",
  error: "text-error",
  unknown: "text-unknown",
  info: "text-info",
  low: "text-low",
  medium: "text-medium",
  high: "text-high",
};

/** A word with a shape beside it. The shape is for the eye, the word is the meaning: colour alone says nothing here. */
export function Badge({
  tone = "neutral",
  icon,
  iconTone,
  glyph,
  quiet = false,
  mono = false,
  title,
  className,
  children,
}: {
  tone?: Tone | undefined;
  icon?: IconName | undefined;
  /** Colours the icon alone; the word stays in the badge's own tone. */
  iconTone?: Tone | undefined;
  /** A shape of one's own in place of an icon. */
  glyph?: ReactNode;
  /** Without a box; for columns where every row carries one. */
  quiet?: boolean | undefined;
  mono?: boolean | undefined;
  title?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <span
      title={title}
      className={cx(
        "inline-flex max-w-full items-center gap-1 align-middle whitespace-nowrap font-medium",
        quiet ? `text-xs ${toneText[tone]}` : `rounded-xs border px-1.5 text-2xs leading-[1.125rem] ${soft[tone]}`,
        mono && "font-mono font-normal",
        className,
      )}
    >
      {glyph ??
        (icon !== undefined && (
          <Icon name={icon} size={quiet ? 14 : 12} strokeWidth={2.2} className={iconTone && toneText[iconTone]} />
        ))}
      <span className="min-w-0 truncate">{children}</span>
    </span>
  );
}
