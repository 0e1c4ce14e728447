import type { ReactNode } from "react";

/** The histogram's place on the page: as high while it is being counted as afterwards, so that nothing moves. */
export function HistogramFrame({
  head,
  axis = [],
  table,
  children,
}: {
  head: ReactNode;
  /** What stands under the left end, the middle, and the right end. */
  axis?: readonly string[] | undefined;
  table?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <section aria-label="Histogram" className="min-w-0">
      <div className="grid h-10 content-start gap-x-6 overflow-hidden text-xs sm:flex sm:h-5 sm:items-center sm:justify-between">
        {head}
      </div>
      <div className="mt-1 h-16 border-line border-b">{children}</div>
      <div className="relative min-h-10 text-2xs text-fg-subtle tabular-nums">
        <p aria-hidden="true" className="pointer-events-none absolute inset-x-0 top-0.5 flex justify-between">
          <span>{axis[0]}</span>
          <span>{axis[1]}</span>
          <span>{axis[2]}</span>
        </p>
        {table}
      </div>
    </section>
  );
}
