import Link from "next/link";
import type { ReactNode } from "react";

/** One figure with its name, and where it leads. */
export function Stat({
  label,
  value,
  note,
  href,
}: {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  href?: string | undefined;
}) {
  return (
    <div className="relative grid min-w-0 content-start gap-0.5 rounded-lg border border-line bg-surface px-(--card-x) py-(--card-y) has-[a:hover]:border-line-strong">
      <p className="truncate text-fg-muted text-xs">
        {href === undefined ? (
          label
        ) : (
          <Link
            href={href}
            className="after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-ring"
          >
            {label}
          </Link>
        )}
      </p>
      <p className="font-semibold text-2xl tabular-nums">{value}</p>
      {note !== undefined && <p className="truncate text-fg-subtle text-xs">{note}</p>}
    </div>
  );
}
