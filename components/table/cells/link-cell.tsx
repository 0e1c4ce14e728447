import Link from "next/link";
import type { ReactNode } from "react";

/** The name of a row, leading to its page, with a second line where there is more to say. */
export function LinkCell({
  href,
  lead,
  note,
  children,
}: {
  href: string;
  lead?: ReactNode;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <span className="flex min-w-0 items-center gap-2.5">
      {lead}
      <span className="min-w-0">
        <Link href={href} className="block truncate rounded-xs font-medium hover:underline hover:underline-offset-3">
          {children}
        </Link>
        {note !== undefined && note !== null && note !== "" && (
          <span className="block truncate text-fg-muted text-xs">{note}</span>
        )}
      </span>
    </span>
  );
}
