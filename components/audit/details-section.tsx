import type { ReactNode } from "react";

/** Headings one level under whatever the details stand in: the event's own page, or a day of the feed. */
export type HeadingLevel = 2 | 3;

/** One part of an event's details, under its own heading. */
export function DetailsSection({
  title,
  level,
  actions,
  children,
}: {
  title: string;
  level: HeadingLevel;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <section className="min-w-0">
      <div className="flex items-center justify-between gap-3 pb-1.5">
        <Heading className="font-semibold">{title}</Heading>
        {actions}
      </div>
      {children}
    </section>
  );
}
