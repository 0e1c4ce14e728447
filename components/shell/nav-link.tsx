"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";

/** One place in the navigation; knows whether it is where we are. */
export function NavLink({
  href,
  exact = false,
  menu,
  children,
}: {
  href: string;
  exact?: boolean | undefined;
  /** Id of the popover that holds the navigation on a narrow page, to be closed on the way. */
  menu: string;
  children: ReactNode;
}) {
  const pathname = usePathname();
  const here = pathname === href || (!exact && pathname.startsWith(`${href}/`));
  const closeMenu = () => {
    const element = document.getElementById(menu);
    if (element?.matches(":popover-open")) element.hidePopover();
  };
  return (
    <Link
      href={href}
      onClick={closeMenu}
      {...(here ? { "aria-current": "page" as const } : {})}
      className="group flex h-8 items-center gap-2.5 rounded-sm px-2 text-fg-muted hover:bg-hover hover:text-fg aria-[current]:bg-selected aria-[current]:font-medium aria-[current]:text-fg max-md:h-10"
    >
      {children}
    </Link>
  );
}
