"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cx } from "@/components/ui/cx";
import { paths } from "@/lib/kernel/paths";

const places = [
  { label: "Start", href: paths.docs() },
  { label: "Concepts", href: paths.docsConcepts() },
  { label: "Servers and their tools", href: paths.docsServers() },
  { label: "Connecting agents", href: paths.docsConnect() },
  { label: "Accounts at servers", href: paths.docsConnections() },
  { label: "Your own page", href: paths.docsYourPage() },
  { label: "Policies", href: paths.docsPolicies() },
  { label: "The audit log", href: paths.docsAudit() },
  { label: "Reason codes", href: paths.docsReasons() },
  { label: "Verifying the log", href: paths.docsVerify() },
  { label: "Events", href: paths.docsEvents() },
  { label: "HTTP API", href: paths.docsApi() },
  { label: "Operating", href: paths.docsOperating() },
  { label: "Troubleshooting", href: paths.docsTroubleshooting() },
] as const;

/** The pages of the documentation. On a narrow page a line that scrolls, beside the text where there is room. */
export function DocsNavigation() {
  const pathname = usePathname();
  // Of the places that the address begins with, the longest is where we are.
  const here = places
    .filter(({ href }) => pathname === href || (href !== paths.docs() && pathname.startsWith(`${href}/`)))
    .sort((a, b) => b.href.length - a.href.length)[0];
  return (
    <nav aria-label="Documentation" className="lg:sticky lg:top-12 lg:h-[calc(100dvh-3rem)] lg:py-5">
      <ul className="-mx-4 flex gap-1 overflow-x-auto border-line px-4 max-lg:border-b max-lg:py-1.5 lg:mx-0 lg:grid lg:gap-px lg:px-0">
        {places.map(({ label, href }) => (
          <li key={href} className="shrink-0">
            <Link
              href={href}
              {...(here?.href === href ? { "aria-current": "page" as const } : {})}
              className={cx(
                "flex h-8 items-center whitespace-nowrap rounded-sm px-2 text-fg-muted hover:bg-hover hover:text-fg",
                "aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-fg",
              )}
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
