import { cx } from "./cx";

/**
 * The place of something that is on its way, seen when it takes longer than `--late`. Give it the size of what will come, so nothing moves.
 * `box`: the outline of a card instead of a line of text.
 */
export function Skeleton({ className = "h-4", box = false }: { className?: string | undefined; box?: boolean }) {
  return (
    <span
      aria-hidden="true"
      className={cx("block", box ? "late rounded-lg border border-line" : "skeleton rounded-xs bg-selected", className)}
    />
  );
}
