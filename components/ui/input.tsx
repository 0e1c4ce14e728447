import type { ComponentProps } from "react";
import { cx } from "./cx";

export function Input({ mono = false, className, ...rest }: { mono?: boolean | undefined } & ComponentProps<"input">) {
  return <input className={cx("control", mono && "font-mono", className)} {...rest} />;
}
