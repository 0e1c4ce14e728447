"use client";

import { Icon } from "@/components/ui/icon";
import { Kbd } from "@/components/ui/kbd";
import { useAlive, useAsk, useMac } from "./command-menu";

/** Opens the command menu. Without script it is a link to the search of the log. */
export function SearchButton({ href, compact = false }: { href: string; compact?: boolean | undefined }) {
  const alive = useAlive();
  const mac = useMac();
  const ask = useAsk();
  const className = compact
    ? "grid size-9 place-items-center rounded-sm text-fg-muted hover:bg-hover"
    : "flex h-8 w-full items-center gap-2.5 rounded-sm border border-line-strong bg-surface px-2 text-fg-muted shadow-control hover:bg-sunken max-md:h-10";
  const inside = compact ? (
    <Icon name="search" size={18} label="Search" />
  ) : (
    <>
      <Icon name="search" className="text-fg-subtle" />
      <span className="flex-1 text-start">Search</span>
      {alive && (
        <span aria-hidden="true" className="flex items-center gap-0.5 pointer-coarse:hidden">
          <Kbd>{mac ? "⌘" : "Ctrl"}</Kbd>
          <Kbd>K</Kbd>
        </span>
      )}
    </>
  );
  return alive ? (
    <button
      type="button"
      aria-haspopup="dialog"
      aria-keyshortcuts={mac ? "Meta+K" : "Control+K"}
      onClick={ask}
      className={className}
    >
      {inside}
    </button>
  ) : (
    <a href={href} className={className}>
      {inside}
    </a>
  );
}
