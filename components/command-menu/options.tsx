"use client";

import Link from "next/link";
import type { MouseEvent } from "react";
import { Icon } from "@/components/ui/icon";
import type { Entry, Group } from "./entry";

/** The list of the menu. The focus stays in the field, which says by `aria-activedescendant` where one is. */
export function Options({
  id,
  groups,
  active,
  busy,
  toOptionId,
  onActive,
  onChosen,
}: {
  id: string;
  groups: readonly Group[];
  active: number;
  busy: boolean;
  toOptionId: (index: number) => string;
  onActive: (index: number) => void;
  /** `leaves`: it opens here, and not in a tab of its own. */
  onChosen: (entry: Entry, leaves: boolean) => void;
}) {
  const toLabelId = (first: number) => `${id}-label-${first}`;
  let before = 0;
  return (
    <div
      id={id}
      role="listbox"
      tabIndex={-1}
      aria-label="Where to go"
      aria-busy={busy}
      className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-1"
    >
      {groups.map(({ label, entries }) => {
        const first = before;
        before += entries.length;
        return (
          // biome-ignore lint/a11y/useSemanticElements: a group of options, which no fieldset may be
          <div key={label} role="group" aria-labelledby={toLabelId(first)}>
            <div id={toLabelId(first)} aria-hidden="true" className="px-2 pt-2 pb-1 font-medium text-fg-subtle text-xs">
              {label}
            </div>
            {entries.map((entry, index) => (
              <Link
                key={entry.href}
                id={toOptionId(first + index)}
                role="option"
                aria-selected={first + index === active}
                tabIndex={-1}
                href={entry.href}
                prefetch={false}
                onPointerMove={() => onActive(first + index)}
                onClick={(event) => onChosen(entry, !opensElsewhere(event))}
                className="menu-row scroll-mt-8 scroll-mb-1 aria-selected:bg-selected max-md:min-h-10"
              >
                <Icon name={entry.icon} className="text-fg-subtle" />
                <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                {entry.note !== undefined && (
                  <span className="max-w-[50%] truncate text-fg-muted text-xs">{entry.note}</span>
                )}
              </Link>
            ))}
          </div>
        );
      })}
    </div>
  );
}

const opensElsewhere = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): boolean => ctrlKey || metaKey || shiftKey;
