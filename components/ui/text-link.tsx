import Link from "next/link";
import type { ComponentProps } from "react";
import { cx } from "./cx";

/** A link inside prose or a cell: reads as text, answers to the pointer. */
export function TextLink({
  tone = "plain",
  className,
  ...rest
}: { tone?: "plain" | "accent" | undefined } & ComponentProps<typeof Link>) {
  return (
    <Link
      className={cx(
        "rounded-xs underline decoration-line-strong underline-offset-3 hover:decoration-current",
        tone === "accent" && "text-accent",
        className,
      )}
      {...rest}
    />
  );
}
