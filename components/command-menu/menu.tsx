"use client";

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import type { Place } from "@/components/shell/places";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import type { Entry } from "./entry";
import { Options } from "./options";
import { pagesOf } from "./pages";
import { readRecent, rememberRecent } from "./recent";
import { toGroups } from "./to-groups";
import { type Found, useFind } from "./use-find";

export type MenuProps = {
  tenant: string;
  /** Id of who is signed in, whose recent places are shown. */
  user: string;
  /** Places that the member's role does not reach. */
  hidden: readonly Place[];
  /** Rises whenever the menu is asked for. */
  asked: number;
};

const notes: Record<Found["status"], (found: number) => string> = {
  ready: (found) => (found === 1 ? "1 entry" : `${found} entries`),
  loading: () => "Searching…",
  failed: () => "Names could not be searched. Pages and the log can be opened.",
};

/**
 * Goes anywhere by name: a combobox over a listbox (WAI-ARIA APG) in the browser's own dialog, which holds the focus and gives it
 * back. The lines are links, so that whatever opens a link elsewhere opens these.
 */
export function Menu({ tenant, user, hidden, asked }: MenuProps) {
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const [recent, setRecent] = useState<readonly Entry[]>([]);
  const wanted = text.trim();
  const { things, status } = useFind(tenant, wanted);
  const pages = useMemo(() => pagesOf(tenant, hidden), [tenant, hidden]);
  const groups = toGroups({ tenant, text: wanted, pages, recent, things });
  const count = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  const here = Math.min(active, count - 1);
  const toOptionId = (index: number) => `${id}-${index}`;

  // biome-ignore lint/correctness/useExhaustiveDependencies: each time it is asked for, and not when who asks changes
  useEffect(() => {
    if (dialog.current?.open !== false) return;
    setRecent(readRecent(tenant, user));
    dialog.current.showModal();
  }, [asked]);

  const type = (typed: string) => {
    setText(typed);
    setActive(0);
  };
  const move = (to: number) => {
    const next = (to + count) % count;
    setActive(next);
    document.getElementById(toOptionId(next))?.scrollIntoView({ block: "nearest" });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const option = document.getElementById(toOptionId(here));
    if (event.key === "ArrowDown") move(here + 1);
    else if (event.key === "ArrowUp") move(here - 1);
    // The click carries the keys that were held, so ⌘Enter and Ctrl+Enter open a tab as they do on any link.
    else if (event.key === "Enter") option?.dispatchEvent(toClick(event));
    else return;
    event.preventDefault();
  };

  return (
    <dialog
      ref={dialog}
      aria-label="Search the console"
      closedby="any"
      onClose={() => type("")}
      className="mx-auto mt-[max(0.5rem,10dvh)] mb-auto max-h-[min(36rem,80dvh)] w-[calc(100vw-1rem)] max-w-xl flex-col overflow-hidden rounded-xl bg-raised p-0 shadow-float open:flex"
    >
      <div className="flex items-center gap-2 border-line border-b px-3 py-2">
        <Icon name="search" className="text-fg-subtle" />
        {/* The first that can be focused, so the dialog opens with it. */}
        <input
          type="text"
          role="combobox"
          aria-label="Search pages, agents, humans, servers, tools and policies, or an event by its id"
          aria-expanded="true"
          aria-autocomplete="list"
          aria-controls={id}
          aria-activedescendant={toOptionId(here)}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={200}
          placeholder="Go to…"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          className="h-8 min-w-0 flex-1 rounded-xs bg-transparent text-base"
        />
        <Button
          variant="ghost"
          size="sm"
          square
          icon="close"
          aria-label="Close"
          onClick={() => dialog.current?.close()}
        />
      </div>
      <Options
        id={id}
        groups={groups}
        active={here}
        busy={status === "loading"}
        toOptionId={toOptionId}
        onActive={setActive}
        onChosen={(entry, leaves) => {
          rememberRecent(tenant, user, entry);
          if (leaves) dialog.current?.close();
        }}
      />
      <div className="flex items-center gap-4 border-line border-t px-3 py-2 text-fg-muted text-xs">
        <p role="status" className="flex-1">
          {notes[status](count)}
        </p>
        <p className="flex items-center gap-1 pointer-coarse:hidden">
          <Kbd>↑</Kbd>
          <Kbd>↓</Kbd> move
        </p>
        <p className="flex items-center gap-1 pointer-coarse:hidden">
          <Kbd>Enter</Kbd> opens
        </p>
        <p className="flex items-center gap-1 pointer-coarse:hidden">
          <Kbd>Esc</Kbd> closes
        </p>
      </div>
    </dialog>
  );
}

const toClick = ({ ctrlKey, metaKey, shiftKey }: KeyboardEvent): MouseEvent =>
  new MouseEvent("click", { bubbles: true, cancelable: true, view: window, ctrlKey, metaKey, shiftKey });
