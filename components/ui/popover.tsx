"use client";

import { type KeyboardEvent, type MouseEvent, type ReactNode, type ToggleEvent, useRef } from "react";
import { cx } from "./cx";
import { placeBeside } from "./place-beside";

const focusable = "a[href], button:not(:disabled), input:not(:disabled), summary";

/**
 * What a `<button popoverTarget={id}>` opens: the browser's own popover, so it opens without script, closes on Escape
 * and on a press elsewhere, and lies above everything. Script adds arrow keys, closing after a choice, and placing
 * where the browser has no anchor positioning.
 */
export function Popover({
  id,
  label,
  align = "start",
  closeOnChoice = false,
  onClose,
  className,
  children,
}: {
  id: string;
  label?: string | undefined;
  align?: "start" | "end" | undefined;
  /** Following a link or pressing a button inside closes it. */
  closeOnChoice?: boolean | undefined;
  onClose?: (() => void) | undefined;
  className?: string | undefined;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDivElement>(null);

  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === "closed") return onClose?.();
    const opener = document.querySelector(`[popovertarget="${CSS.escape(id)}"]`);
    if (opener !== null && !CSS.supports("position-area", "block-end")) {
      placeBeside(event.currentTarget, opener, align);
    }
  };

  const chosen = (event: MouseEvent<HTMLDivElement>) => {
    if (closeOnChoice && event.target instanceof Element && event.target.closest("a[href], button") !== null) {
      ref.current?.hidePopover();
    }
  };

  const moved = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step === 0 || ref.current === null) return;
    const stops = [...ref.current.querySelectorAll<HTMLElement>(focusable)].filter(
      (stop) => stop.offsetParent !== null,
    );
    const here = stops.findIndex((stop) => stop.matches(":focus"));
    const next = stops[(here + step + stops.length) % stops.length];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the handlers only add to the native controls inside
    <div
      ref={ref}
      id={id}
      popover="auto"
      data-align={align}
      className={cx("popover", className)}
      onToggle={toggled}
      onClick={chosen}
      onKeyDown={moved}
      {...(label === undefined ? {} : { role: "group", "aria-label": label })}
    >
      {children}
    </div>
  );
}
