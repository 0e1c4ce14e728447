import Link from "next/link";
import type { ComponentProps } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";
import { cx } from "./cx";
import { Icon } from "./icon";

/** Goes somewhere, looks like a button. */
export function ButtonLink({
  variant,
  size,
  square,
  icon,
  className,
  children,
  ...rest
}: ButtonStyle & ComponentProps<typeof Link>) {
  return (
    <Link className={cx(buttonStyle({ variant, size, square }), className)} {...rest}>
      {icon !== undefined && <Icon name={icon} size={size === "sm" ? 14 : 16} />}
      {children}
    </Link>
  );
}
