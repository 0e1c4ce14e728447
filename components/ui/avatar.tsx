import { cx } from "./cx";

const hues = [266, 305, 350, 22, 62, 110, 158, 205] as const;

/** The first letters of the first and the last word. */
export function toInitials(name: string): string {
  const words = name
    .replace(/@.*$/, "")
    .split(/[\s._-]+/)
    .filter(Boolean);
  const first = words[0]?.[0] ?? "?";
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? "") : "";
  return (first + last).toUpperCase();
}

/** Initials on a colour that stays with the name. Decorative: the name stands beside it. */
export function Avatar({
  name,
  shape = "circle",
  size = 24,
  className,
}: {
  name: string;
  shape?: "circle" | "square" | undefined;
  size?: number | undefined;
  className?: string | undefined;
}) {
  let sum = 0;
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  const hue = hues[sum % hues.length];
  return (
    <span
      aria-hidden="true"
      className={cx(
        "inline-grid shrink-0 select-none place-items-center font-semibold leading-none",
        shape === "circle" ? "rounded-full" : "rounded-sm",
        className,
      )}
      style={{
        width: size,
        height: size,
        fontSize: Math.round(size * 0.4),
        color: `light-dark(oklch(0.42 0.11 ${hue}), oklch(0.87 0.08 ${hue}))`,
        background: `light-dark(oklch(0.925 0.04 ${hue}), oklch(0.32 0.065 ${hue}))`,
      }}
    >
      {toInitials(name)}
    </span>
  );
}
