import Link from "next/link";

export type Tab = { href: string; label: string; current: boolean; count?: number | string | undefined };

/** Tabs as links: each is a page of its own, rendered by the server, and can be opened, copied and gone back to. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly Tab[] }) {
  return (
    <nav aria-label={label} className="scroll-x -mx-4 border-line border-b px-4 md:-mx-6 md:px-6">
      <ul className="flex gap-1">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              {...(tab.current ? { "aria-current": "page" as const } : {})}
              className="group relative flex h-9 items-center gap-1.5 whitespace-nowrap rounded-sm px-2 text-fg-muted outline-offset-[-2px] after:absolute after:inset-x-2 after:-bottom-px after:h-0.5 after:rounded-full hover:text-fg aria-[current]:font-medium aria-[current]:text-fg aria-[current]:after:bg-fg"
            >
              {tab.label}
              {tab.count !== undefined && (
                <span className="rounded-full bg-selected px-1.5 text-2xs text-fg-muted tabular-nums">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
