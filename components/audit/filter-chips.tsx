import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

export type FilterChip = { key: string; title: string; says: ReactNode; plain: string; href: string };

/** What the query asks for, each part with a way to leave it out. */
export function FilterChips({ chips, clear }: { chips: readonly FilterChip[]; clear: string }) {
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
      {chips.map(({ key, title, says, plain, href }) => (
        <li
          key={key}
          className="inline-flex max-w-full items-center rounded-full border border-line-strong bg-sunken pl-2.5 text-xs"
        >
          <span className="min-w-0 truncate">
            <span className="text-fg-muted">{title}: </span>
            {says}
          </span>
          <Link
            href={href}
            scroll={false}
            aria-label={`Remove ${title}: ${plain}`}
            className="ml-0.5 grid size-6 shrink-0 place-items-center rounded-full text-fg-subtle hover:bg-selected hover:text-fg"
          >
            <Icon name="close" size={13} />
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={clear}
          scroll={false}
          className="rounded-xs px-1 py-1 text-fg-muted text-xs hover:text-fg hover:underline"
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}
