import { Skeleton } from "@/components/ui/skeleton";
import { SkeletonRows } from "@/components/ui/skeleton-rows";
import { paths } from "@/lib/kernel/paths";
import { Arriving } from "../arriving";
import { Attention } from "./attention";
import { CallsSince } from "./calls-since";
import { changeTypes } from "./change-types";
import { DenialsRose } from "./denials-rose";
import { Latest } from "./latest";
import type { startOverview } from "./load-overview";
import { LogState } from "./log-state";
import { Newcomers } from "./newcomers";
import type { Range } from "./read-range";
import { Trends } from "./trends";

/** What happened, and what waits. Before the first call there is nothing to count: then the next step says it all. */
export function Happened({
  tenant,
  range,
  parts: { waiting, figures, denials, news, newcomers },
  hasCalls,
}: {
  tenant: string;
  range: Range;
  parts: ReturnType<typeof startOverview>;
  hasCalls: boolean;
}) {
  const whole = `${paths.overview(tenant)}?${new URLSearchParams({
    ...(range.basis === "24h" || range.basis === "7d" ? { since: range.basis } : {}),
    whole: "1",
  })}`;
  const ofNews = {
    whole,
    failed: "The latest events could not be loaded.",
    fallback: <SkeletonRows label="Loading the latest events" />,
  };
  return (
    <>
      <Arriving
        part={waiting}
        whole={whole}
        failed="What needs attention could not be loaded."
        fallback={<SkeletonRows rows={2} label="Loading what needs attention" />}
      >
        {(found) => <Attention tenant={tenant} waiting={found} />}
      </Arriving>
      {hasCalls && (
        <>
          <Arriving
            part={figures}
            whole={whole}
            failed="The figures could not be loaded."
            fallback={
              <>
                <Skeleton box className="mb-6 h-31" />
                <Skeleton box className="h-44" />
              </>
            }
          >
            {({ now, before, days, calls, denials: denied }) => (
              <>
                <CallsSince tenant={tenant} range={range} now={now} before={before} />
                <Trends tenant={tenant} range={range} days={days} calls={calls} denials={denied} />
              </>
            )}
          </Arriving>
          <Arriving
            part={denials}
            whole={whole}
            failed="The denials could not be compared."
            fallback={<SkeletonRows rows={3} label="Loading denials" />}
          >
            {(compared) => <DenialsRose tenant={tenant} denials={compared} />}
          </Arriving>
        </>
      )}
      <div className="grid grid-cols-1 items-start gap-4 xl:grid-cols-2">
        {hasCalls && (
          <Arriving part={news} {...ofNews}>
            {({ changes }) => (
              <Latest
                tenant={tenant}
                title="Changes"
                events={changes}
                href={paths.audit(
                  tenant,
                  toQuery([...changeTypes.map((type) => ["type", type]), ["from", range.from]]),
                )}
                none="Nobody changed anything."
                expected="success"
              />
            )}
          </Arriving>
        )}
        {newcomers !== undefined && (
          <Arriving
            part={newcomers}
            whole={whole}
            failed="New agents could not be loaded."
            fallback={<SkeletonRows rows={3} label="Loading new agents" />}
          >
            {(found) => <Newcomers tenant={tenant} found={found} />}
          </Arriving>
        )}
        <Arriving part={news} {...ofNews}>
          {({ events, denials: denied }) => (
            <>
              {hasCalls && (
                <Latest
                  tenant={tenant}
                  title="Latest denials"
                  events={denied}
                  href={paths.audit(tenant, "outcome=denied")}
                  none="Nothing has been denied yet."
                />
              )}
              <Latest
                tenant={tenant}
                title="Latest events"
                events={events}
                href={paths.audit(tenant)}
                none="Nothing has been recorded yet."
              />
            </>
          )}
        </Arriving>
      </div>
      <Arriving
        part={waiting}
        whole={whole}
        failed="The health of the log could not be loaded."
        fallback={<SkeletonRows rows={2} label="Loading the health of the log" />}
      >
        {({ log }) => <LogState tenant={tenant} health={log} />}
      </Arriving>
    </>
  );
}

const toQuery = (pairs: readonly (readonly string[])[]): string =>
  `${new URLSearchParams(pairs.map(([name = "", value = ""]) => [name, value]))}`;
