"use client";

import { type RefObject, useEffect, useSyncExternalStore } from "react";
import { Kbd } from "@/components/ui/kbd";

const storageKey = "feed-keys";
const changed = new EventTarget();
const subscribe = (listener: () => void) => {
  changed.addEventListener("change", listener);
  return () => changed.removeEventListener("change", listener);
};
const isOn = (): boolean => localStorage.getItem(storageKey) !== "off";
function turn(on: boolean): void {
  if (on) localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, "off");
  changed.dispatchEvent(new Event("change"));
}

/** j and k walk the rows; Escape closes the one we are in. Enter needs nothing: a summary opens by itself. */
function onKey(feed: HTMLElement, event: KeyboardEvent): void {
  const at = document.activeElement;
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (at !== document.body && at?.id !== "main" && !feed.contains(at)) return;
  if (at?.matches("input, select, textarea") === true || document.querySelector(":popover-open, dialog[open]") !== null)
    return;
  const rows = [...feed.querySelectorAll<HTMLElement>("[data-row]")];
  const here = rows.findIndex((row) => row.parentElement?.contains(at) === true);
  if (event.key === "j" || event.key === "k") {
    const next = rows[here < 0 ? 0 : here + (event.key === "j" ? 1 : -1)];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "Escape") {
    const row = rows[here];
    if (row?.parentElement?.hasAttribute("open") !== true) return;
    event.preventDefault();
    row.parentElement.removeAttribute("open");
    row.focus();
  }
}

/** The keys of a feed and what they do. They can be turned off, for who speaks to the page (WCAG 2.1.4). */
export function FeedKeys({ feed }: { feed: RefObject<HTMLElement | null> }) {
  const on = useSyncExternalStore(subscribe, isOn, () => true);
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => feed.current !== null && onKey(feed.current, event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [feed, on]);
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-2 text-fg-subtle text-xs pointer-coarse:hidden">
      <span className={on ? "flex items-center gap-1" : "hidden"}>
        <Kbd>j</Kbd>
        <Kbd>k</Kbd> move
      </span>
      <span className="flex items-center gap-1">
        <Kbd>Enter</Kbd> opens
      </span>
      <span className={on ? "flex items-center gap-1" : "hidden"}>
        <Kbd>Esc</Kbd> closes
      </span>
      <button type="button" onClick={() => turn(!on)} className="min-h-6 rounded-xs hover:text-fg hover:underline">
        Turn shortcuts {on ? "off" : "on"}
      </button>
    </p>
  );
}
