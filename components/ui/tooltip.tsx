"use client";

import { type ReactNode, useId, useRef } from "react";
import { placeBeside } from "./place-beside";

/**
 * A few words beside what the pointer or the focus is on. It repeats or adds, it never carries what one must know;
 * a control inside that should be described by it takes `aria-describedby` with the same `id`.
 */
export function Tooltip({
  text,
  id: givenId,
  children,
}: {
  text: ReactNode;
  id?: string | undefined;
  children: ReactNode;
}) {
  const ownId = useId();
  const bubble = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const show = (anchor: Element, delayMs: number) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (bubble.current === null || bubble.current.matches(":popover-open")) return;
      bubble.current.showPopover();
      placeBeside(bubble.current, anchor, "center");
    }, delayMs);
  };
  const hide = () => {
    clearTimeout(timer.current);
    if (bubble.current?.matches(":popover-open")) bubble.current.hidePopover();
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: listens to what happens on the control inside, is none itself
    <span
      className="inline-flex"
      onPointerEnter={(event) => show(event.currentTarget, 350)}
      onPointerLeave={hide}
      onFocus={(event) => show(event.currentTarget, 0)}
      onBlur={hide}
      onKeyDown={(event) => event.key === "Escape" && hide()}
    >
      {children}
      <span
        ref={bubble}
        id={givenId ?? ownId}
        role="tooltip"
        popover="manual"
        className="popover max-w-64 rounded-sm px-2 py-1 text-fg text-xs"
      >
        {text}
      </span>
    </span>
  );
}
