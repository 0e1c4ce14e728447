import Link from "next/link";

export type SegmentLink = { href: string; label: string; current: boolean };

/** One of a few, each a link: for what the URL already says. */
export function SegmentedLinks({ label, links }: { label: string; links: readonly SegmentLink[] }) {
  return (
    <nav aria-label={label} className="min-w-0">
      <ul className="scroll-x inline-flex max-w-full rounded-sm border border-line-strong bg-sunken p-0.5">
        {links.map((link) => (
          <li key={link.href}>
            <Link
              href={link.href}
              {...(link.current ? { "aria-current": "true" as const } : {})}
              className="flex h-6.5 items-center whitespace-nowrap rounded-xs px-2.5 text-fg-muted text-xs outline-offset-[-1px] hover:text-fg aria-[current]:bg-thumb aria-[current]:font-medium aria-[current]:text-fg aria-[current]:shadow-control"
            >
              {link.label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
