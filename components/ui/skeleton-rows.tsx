import { Skeleton } from "./skeleton";

const widths = ["w-2/5", "w-3/5", "w-1/3", "w-1/2", "w-2/3"];

/** A list on its way, said once to assistive technology. */
export function SkeletonRows({
  rows = 8,
  head = false,
  label = "Loading",
}: {
  rows?: number | undefined;
  /** The head of a table above the rows. */
  head?: boolean | undefined;
  /** What is said of it; the empty text where it is part of something that says so already. */
  label?: string | undefined;
}) {
  return (
    <div
      {...(label === "" ? {} : { role: "status" })}
      className="late overflow-hidden rounded-lg border border-line bg-surface"
    >
      {label !== "" && <span className="sr-only">{label}</span>}
      {head && (
        <div className="flex h-(--head-height) items-center gap-4 border-line border-b px-(--card-x)">
          <Skeleton className="h-2.5 w-20" />
          <Skeleton className="h-2.5 w-14" />
        </div>
      )}
      {Array.from({ length: rows }, (_, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders have no other identity
          key={index}
          className="flex h-(--row-height) items-center gap-4 border-line border-b px-(--card-x) last:border-b-0"
        >
          <Skeleton className="h-3 w-16" />
          <Skeleton className={`h-3 ${widths[index % widths.length]}`} />
        </div>
      ))}
    </div>
  );
}
