"use client";

import { type RefObject, useEffect, useSyncExternalStore } from "react";
import { Dialog } from "@/components/ui/dialog";
import { openDialog } from "@/components/ui/dialog-control";
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

const dialog = "feed-keys";

/** Keys that press what carries them as `data-key`: letters only open and move, they change nothing. */
const presses: ReadonlySet<string> = new Set(["l", "e", "g"]);

const keys: readonly (readonly [key: string, does: string])[] = [
  ["j", "Next row"],
  ["k", "Previous row"],
  ["Enter", "Open or close the row"],
  ["Esc", "Close the row"],
  ["/", "Search"],
  ["l", "Live on or off"],
  ["g", "Go to a time"],
  ["e", "Export"],
  ["?", "These keys"],
];

function onKey(feed: HTMLElement, full: boolean, event: KeyboardEvent): void {
  const at = document.activeElement;
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (at?.matches("input:not([type=checkbox], [type=radio]), select, textarea") === true) return;
  if (document.querySelector(":popover-open, dialog[open]") !== null) return;
  if (full && pressed(event)) {
    event.preventDefault();
    return;
  }
  walk(feed, at, event);
}

function pressed({ key }: KeyboardEvent): boolean {
  const target = presses.has(key)
    ? document.querySelector<HTMLElement>(`[data-key="${key}"]`)
    : key === "/"
      ? document.querySelector<HTMLElement>("[role=search] input[name=q]")
      : null;
  if (key === "?") openDialog(dialog);
  else if (key === "/") target?.focus();
  else target?.click();
  return key === "?" || target !== null;
}

/** j and k walk the rows; Escape closes the one we are in. Enter needs nothing: a summary opens by itself. */
function walk(feed: HTMLElement, at: Element | null, event: KeyboardEvent): void {
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

/**
 * The keys of a feed and what they do. They can be turned off, for who speaks to the page (WCAG 2.1.4). `full`: the feed has
 * a search and tools around it, which have keys too.
 */
export function FeedKeys({ feed, full }: { feed: RefObject<HTMLElement | null>; full: boolean }) {
  const on = useSyncExternalStore(subscribe, isOn, () => true);
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => feed.current !== null && onKey(feed.current, full, event);
    document.addEventListener("keydown", listen);
    return () => document.removeEventListener("keydown", listen);
  }, [feed, full, on]);
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-2 text-fg-subtle text-xs noscript:hidden pointer-coarse:hidden">
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
        {full && on && (
          <button
            type="button"
            onClick={() => openDialog(dialog)}
            className="flex min-h-6 items-center gap-1 rounded-xs hover:text-fg hover:underline"
          >
            <Kbd>?</Kbd> all keys
          </button>
        )}
        <button type="button" onClick={() => turn(!on)} className="min-h-6 rounded-xs hover:text-fg hover:underline">
          Turn shortcuts {on ? "off" : "on"}
        </button>
      </p>
      {full && (
        <Dialog id={dialog} title="Keys" size="sm" description="They can be turned off below the list.">
          <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
            {keys.map(([key, does]) => (
              <div key={key} className="contents">
                <dt>
                  <Kbd>{key}</Kbd>
                </dt>
                <dd>{does}</dd>
              </div>
            ))}
          </dl>
        </Dialog>
      )}
    </>
  );
}
