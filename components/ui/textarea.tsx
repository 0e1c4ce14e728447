import type { ComponentProps } from "react";
import { cx } from "./cx";

/** Grows with what is written in it, where the browser knows how. */
export function Textarea({
  mono = false,
  className,
  rows = 3,
  ...rest
}: { mono?: boolean | undefined } & ComponentProps<"textarea">) {
  return (
    <textarea rows={rows} className={cx("control field-sizing-content", mono && "font-mono", className)} {...rest} />
  );
}
