import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { cx } from "./cx";

/** One fact. Absent values show a dash that says so. */
export function KeyValue({
  name,
  copy,
  mono = false,
  children,
}: {
  name: string;
  /** Offers this text to copy. */
  copy?: string | undefined;
  mono?: boolean | undefined;
  children?: ReactNode;
}) {
  const absent = children === undefined || children === null || children === "";
  return (
    <div className="grid min-w-0 items-baseline gap-x-4 py-1 grid-cols-[7rem_minmax(0,1fr)] sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <dt className="text-fg-muted">{name}</dt>
      <dd className="flex min-w-0 items-start gap-1">
        {absent ? (
          <span className="text-fg-subtle">
            <span aria-hidden="true">–</span>
            <span className="sr-only">none</span>
          </span>
        ) : (
          <span className={cx("min-w-0 [overflow-wrap:anywhere]", mono && "font-mono text-xs")}>{children}</span>
        )}
        {copy !== undefined && !absent && <CopyButton text={copy} what={name.toLowerCase()} className="-my-0.5" />}
      </dd>
    </div>
  );
}
