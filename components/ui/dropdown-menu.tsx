"use client";

import { type ReactNode, useId } from "react";
import { type ButtonStyle, buttonStyle } from "./button-style";
import { cx } from "./cx";
import { Icon } from "./icon";
import { Popover } from "./popover";

/**
 * A button that shows a list of links, buttons and forms (`MenuLink`, `MenuButton`, `MenuSeparator`, `MenuLabel`).
 * It is a disclosure, not an ARIA menu: every item stays an ordinary control, reached with Tab or the arrows.
 */
export function DropdownMenu({
  label,
  trigger,
  variant = "ghost",
  size = "sm",
  square,
  icon = "more",
  align = "end",
  triggerClassName,
  className,
  children,
}: {
  /** Names the button when it shows only an icon, and the list. */
  label: string;
  trigger?: ReactNode;
  align?: "start" | "end" | undefined;
  triggerClassName?: string | undefined;
  className?: string | undefined;
  children: ReactNode;
} & ButtonStyle) {
  const id = useId();
  const iconOnly = trigger === undefined;
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        {...(iconOnly ? { "aria-label": label } : {})}
        className={cx(buttonStyle({ variant, size, square: square ?? iconOnly }), triggerClassName)}
      >
        {trigger ?? <Icon name={icon} />}
      </button>
      <Popover id={id} label={label} align={align} closeOnChoice className={cx("min-w-44 p-1", className)}>
        {children}
      </Popover>
    </>
  );
}
