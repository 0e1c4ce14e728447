import type { ReactNode } from "react";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import { ActionButton } from "../action-button";
import { markSeenAction, noteLookAction } from "./actions";
import { NoteLook } from "./note-look";
import { backMaxDays, type Range } from "./read-range";

/** From when on the page tells what happened, and how to be told of another time. */
export function SinceBar({ tenant, range }: { tenant: string; range: Range }) {
  const { basis, to } = range;
  const here = paths.overview(tenant);
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="min-w-0 flex-1 basis-64">{wordsOf(range)}</p>
      <div className="flex flex-wrap items-center gap-2">
        <SegmentedLinks
          label="Time"
          links={[
            { href: here, label: "Since my last visit", current: basis === "visit" || basis === "first" },
            { href: `${here}?since=24h`, label: "24 hours", current: basis === "24h" },
            { href: `${here}?since=7d`, label: "7 days", current: basis === "7d" },
          ]}
        />
        {(basis === "visit" || basis === "first") && (
          <ActionButton action={markSeenAction.bind(null, tenant)} fields={{ at: to }} size="sm" icon="check">
            Mark as seen
          </ActionButton>
        )}
      </div>
      <NoteLook at={to} action={noteLookAction.bind(null, tenant)} />
    </div>
  );
}

function wordsOf({ basis, from, lastVisit }: Range): ReactNode {
  if (basis === "24h") return "What happened in the last 24 hours.";
  if (basis === "7d") return "What happened in the last 7 days.";
  if (basis === "first")
    return "This is your first visit: you see the last 24 hours. From the next one on, you see what happened since.";
  if (lastVisit !== null)
    return (
      <>
        You were here last on <Time value={lastVisit} format="day" />. You see the last {backMaxDays} days.
      </>
    );
  return (
    <>
      What happened since <Time value={from} format="full" className="font-medium tabular-nums" />,{" "}
      <Time value={from} />, when you looked last.
    </>
  );
}
