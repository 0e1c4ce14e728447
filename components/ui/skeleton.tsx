import { cx } from "./cx";

/** The place of something that is on its way. Give it the size of what will come, so nothing moves. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden="true" className={cx("block h-4 animate-pulse rounded-xs bg-selected", className)} />;
}
