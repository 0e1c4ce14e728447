import type { ReactNode } from "react";
import { cx } from "./cx";

/** Facts as a definition list. On a narrow page each name stands above its value. */
export function KeyValues({
  columns = 1,
  className,
  children,
}: {
  columns?: 1 | 2 | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  return <dl className={cx("grid min-w-0 gap-x-8", columns === 2 && "lg:grid-cols-2", className)}>{children}</dl>;
}
