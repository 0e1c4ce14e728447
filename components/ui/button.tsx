import type { ComponentProps, ReactNode } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";
import { cx } from "./cx";
import { Icon } from "./icon";

export type ButtonProps = ButtonStyle &
  ComponentProps<"button"> & {
    /** Work is under way: the label keeps its width, a spinner covers it, presses are ignored. */
    pending?: boolean | undefined;
    children?: ReactNode;
  };

export function Button({
  variant,
  size,
  square,
  icon,
  pending = false,
  className,
  children,
  type = "button",
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      // While work is under way a press does nothing: no handler, and nothing left to submit.
      type={pending ? "button" : type}
      {...(pending || onClick === undefined ? {} : { onClick })}
      className={cx(buttonStyle({ variant, size, square }), className)}
      aria-busy={pending || undefined}
      aria-disabled={pending || undefined}
      {...rest}
    >
      <span className={cx("inline-flex items-center gap-1.5", pending && "opacity-0")}>
        {icon !== undefined && <Icon name={icon} size={size === "sm" ? 14 : 16} />}
        {children}
      </span>
      {pending && <Icon name="loader" label="Working" className="absolute animate-spin" />}
    </button>
  );
}
