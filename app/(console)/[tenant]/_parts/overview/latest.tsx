import Link from "next/link";
import { OutcomeBadge } from "@/components/audit/outcome-badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { cx } from "@/components/ui/cx";
import { Time } from "@/components/ui/time";
import { present } from "@/lib/audit/present";
import { paths } from "@/lib/kernel/paths";
import type { Event } from "./load-overview";

/** A few events, a sentence each, leading to their own pages. */
export function Latest({
  tenant,
  title,
  events,
  href,
  none,
  expected,
}: {
  tenant: string;
  title: string;
  events: readonly Event[];
  /** Where all of them are. */
  href: string;
  none: string;
  /** The outcome that need not be said, where nearly all have it. */
  expected?: Event["outcome"] | undefined;
}) {
  return (
    <Card
      flush
      title={title}
      actions={
        <ButtonLink href={href} size="sm" variant="ghost" aria-label={`${title}: show all`}>
          Show all
        </ButtonLink>
      }
    >
      {events.length === 0 ? (
        <p className="px-(--card-x) py-6 text-center text-fg-muted">{none}</p>
      ) : (
        <ul className="divide-y divide-line">
          {events.map((event) => (
            <li key={event.id}>
              <Link
                href={paths.event(tenant, event.id)}
                className={cx(
                  "grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 gap-y-0.5 px-(--card-x) py-(--entry-y) outline-offset-[-2px] hover:bg-hover",
                  event.outcome !== expected && "sm:grid-cols-[5rem_minmax(0,1fr)_auto]",
                )}
              >
                {event.outcome !== expected && (
                  <span>
                    <OutcomeBadge outcome={event.outcome} inList />
                  </span>
                )}
                <span
                  className={cx(
                    "[overflow-wrap:anywhere]",
                    event.outcome !== expected && "max-sm:order-last max-sm:col-span-2",
                  )}
                >
                  {present(event).sentence}
                </span>
                <Time value={event.occurredAt} className="whitespace-nowrap text-fg-subtle text-xs" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
