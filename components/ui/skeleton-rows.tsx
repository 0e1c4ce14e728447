import { Skeleton } from "./skeleton";

const widths = ["w-2/5", "w-3/5", "w-1/3", "w-1/2", "w-2/3"];

/** A list on its way, said once to assistive technology. */
export function SkeletonRows({
  rows = 8,
  label = "Loading",
}: {
  rows?: number | undefined;
  label?: string | undefined;
}) {
  return (
    <div role="status" className="overflow-hidden rounded-lg border border-line bg-surface">
      <span className="sr-only">{label}</span>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: identical placeholders have no other identity
        <div key={index} className="flex h-(--row-height) items-center gap-4 border-line border-b px-3 last:border-b-0">
          <Skeleton className="h-3 w-16" />
          <Skeleton className={`h-3 ${widths[index % widths.length]}`} />
        </div>
      ))}
    </div>
  );
}
