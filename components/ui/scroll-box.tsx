import type { ReactNode } from "react";
import { cx } from "./cx";

/** Scrolls inside its own edges, so the page never does sideways; reachable by keyboard, named for who cannot see it. */
export function ScrollBox({
  label,
  className,
  children,
}: {
  label: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1)
      tabIndex={0}
      className={cx("scroll-x outline-offset-[-2px]", className)}
    >
      {children}
    </section>
  );
}
