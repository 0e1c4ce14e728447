"use client";

import { type MouseEvent, type ReactNode, type ToggleEvent, useRef, useState } from "react";
import { cx } from "./cx";
import { placeBeside } from "./place-beside";

const focusable = "a[href], button:not(:disabled), input:not(:disabled), summary";

/** Up and down walk what can be focused inside, around the ends. */
function step(box: HTMLElement, event: KeyboardEvent): void {
  const by = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (by === 0 || (event.target instanceof Element && event.target.matches("[type=radio], [type=datetime-local]")))
    return;
  const stops = [...box.querySelectorAll<HTMLElement>(focusable)].filter((stop) => stop.offsetParent !== null);
  const here = stops.findIndex((stop) => stop.matches(":focus"));
  const next = here < 0 ? stops.at(by === 1 ? 0 : -1) : stops[(here + by + stops.length) % stops.length];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

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
  // One function for the popover's whole life, so that it can be taken off the button again.
  const [move] = useState(() => (event: KeyboardEvent) => {
    if (ref.current !== null) step(ref.current, event);
  });

  const toggled = (event: ToggleEvent<HTMLDivElement>) => {
    const opener = document.querySelector<HTMLElement>(`[popovertarget="${CSS.escape(id)}"]`);
    if (event.newState === "closed") {
      opener?.removeEventListener("keydown", move);
      return onClose?.();
    }
    // The focus stays on the button that opened it; from there an arrow key leads in.
    opener?.addEventListener("keydown", move);
    if (opener !== null && !CSS.supports("position-area", "block-end")) {
      placeBeside(event.currentTarget, opener, align);
    }
  };

  const chosen = (event: MouseEvent<HTMLDivElement>) => {
    if (closeOnChoice && event.target instanceof Element && event.target.closest("a[href], button") !== null) {
      ref.current?.hidePopover();
    }
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
      onKeyDown={(event) => move(event.nativeEvent)}
      {...(label === undefined ? {} : { role: "group", "aria-label": label })}
    >
      {children}
    </div>
  );
}
