import { cx } from "@/components/ui/cx";
import { Skeleton } from "@/components/ui/skeleton";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import type { PageShape } from "./page-shape";

/** A page that is on its way, in the measures of `PageHeader`, `Tabs`, tables and cards: what comes takes the place of what stood for it. */
export function PageSkeleton({ shape: { body, crumbs, tabs, bare } }: { shape: PageShape }) {
  return (
    <div role="status">
      <span className="sr-only">Loading</span>
      <div className="pt-5 pb-4">
        {crumbs && (
          <div className="mb-1.5 flex h-6.5 items-center">
            <Skeleton className="h-3 w-24" />
          </div>
        )}
        <div className="flex items-start justify-between gap-6">
          <div className="min-w-0">
            <div className="flex h-7 items-center">
              <Skeleton className="h-5 w-40" />
            </div>
            {!bare && (
              <div className="flex h-5 items-center">
                <Skeleton className="h-3 w-72 max-w-full" />
              </div>
            )}
          </div>
          {!bare && <Skeleton className="h-8 w-28 shrink-0 max-sm:hidden" />}
        </div>
      </div>
      {tabs && (
        <div className="-mx-4 mb-4 flex h-9 items-center gap-6 border-line border-b px-4 md:-mx-6 md:px-6">
          {["w-16", "w-20", "w-14"].map((width) => (
            <Skeleton key={width} className={cx("h-3", width)} />
          ))}
        </div>
      )}
      <Body body={body} />
    </div>
  );
}

function Body({ body }: Pick<PageShape, "body">) {
  switch (body) {
    case "list":
      return <SkeletonRows label="" rows={10} head />;
    case "feed":
      return (
        <div className="grid gap-3">
          <div className="flex h-8 gap-2">
            {["w-64", "w-20", "w-24", "w-28"].map((width) => (
              <Skeleton key={width} className={cx("h-8", width)} />
            ))}
          </div>
          <div className="h-[7.75rem]">
            <Skeleton className="h-4 w-28" />
            <div className="h-21 border-line border-b" />
          </div>
          <Skeleton className="h-7 w-48" />
          <SkeletonRows label="" rows={14} />
        </div>
      );
    case "overview":
      return (
        <div className="grid gap-6">
          <div className="flex h-8 items-center">
            <Skeleton className="h-4 w-96 max-w-full" />
          </div>
          <SkeletonRows label="" rows={2} head />
          <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
            {["a", "b", "c", "d"].map((key) => (
              <Skeleton key={key} box className="h-24" />
            ))}
          </div>
          <div className="grid gap-3 lg:grid-cols-2">
            <Skeleton box className="h-44" />
            <Skeleton box className="h-44" />
          </div>
        </div>
      );
    case "cards":
      return (
        <div className="grid gap-4">
          <Skeleton box className="h-40" />
          <SkeletonRows label="" rows={5} head />
        </div>
      );
    case "form":
      return (
        <div className="grid max-w-2xl gap-5">
          {["a", "b", "c", "d"].map((key) => (
            <div key={key} className="grid gap-1.5">
              <Skeleton className="h-4 w-24" />
              <Skeleton className="h-8" />
            </div>
          ))}
        </div>
      );
  }
}
