import { Suspense } from "react";
import { type QueryPair, toHref } from "@/components/audit/filter-params";
import { Histogram } from "@/components/audit/histogram";
import { HistogramFrame } from "@/components/audit/histogram-frame";
import { Skeleton } from "@/components/ui/skeleton";
import { TextLink } from "@/components/ui/text-link";
import type { AuditSearch } from "@/lib/audit/search";
import { summarizeAudit } from "@/lib/audit/summarize";
import { describeError, log } from "@/lib/console/log";
import type { Ctx } from "@/lib/kernel/ctx";

type Props = {
  ctx: Ctx;
  search: AuditSearch;
  path: string;
  /** The query without its place. */
  pairs: readonly QueryPair[];
  at: string | undefined;
};

const timeNames: ReadonlySet<string> = new Set(["range", "from", "to"]);

/** Counts over time, which come after the rows and hold them up for nothing. Without script nothing comes after: then a link asks for them. */
export function CountsOverTime({ atOnce, ...props }: Props & { atOnce: boolean }) {
  if (atOnce) return <Counts {...props} />;
  const { path, pairs } = props;
  return (
    // A new search has counts of its own to wait for, and those of the last one are not them.
    <Suspense
      key={toHref(path, pairs)}
      fallback={
        <HistogramFrame
          head={
            <>
              <Skeleton className="h-4 w-28 noscript:hidden" />
              <noscript>
                <TextLink href={toHref(path, [...pairs, ["counts", "now"]])}>Show counts over time</TextLink>
              </noscript>
            </>
          }
        />
      }
    >
      <Counts {...props} />
    </Suspense>
  );
}

async function Counts({ ctx, search, path, pairs, at }: Props) {
  const summary = await summarizeAudit(ctx, search, []).catch((error: unknown) => {
    log("error", "Events could not be counted.", { requestId: ctx.requestId, ...describeError(error) });
    return undefined;
  });
  if (summary === undefined)
    return (
      <HistogramFrame
        head={
          <p role="alert" className="text-error">
            Events could not be counted. The rows below are not affected.
          </p>
        }
      />
    );
  return (
    <Histogram
      histogram={summary.histogram}
      path={path}
      pairs={pairs.filter(([name]) => !timeNames.has(name))}
      at={at}
    />
  );
}
