import type { ReactNode } from "react";
import { type Crumb, PageHeader } from "@/components/shell/page-header";

export type Place = { id: string; label: string };

/** One page of the documentation: its name, its text, and where in it one can go. */
export function DocPage({
  title,
  badge,
  description,
  crumbs,
  places = [],
  children,
}: {
  title: ReactNode;
  badge?: ReactNode;
  description?: ReactNode;
  crumbs?: readonly Crumb[] | undefined;
  /** Its sections, in order; a page with one or two needs no list of them. */
  places?: readonly Place[] | undefined;
  children: ReactNode;
}) {
  return (
    <div className={places.length > 0 ? "xl:grid xl:grid-cols-[minmax(0,1fr)_11.5rem] xl:gap-8" : ""}>
      <article className="min-w-0 max-w-3xl">
        <PageHeader title={title} badge={badge} description={description} crumbs={crumbs} />
        {children}
      </article>
      {places.length > 0 && <OnThisPage places={places} />}
    </div>
  );
}

function OnThisPage({ places }: { places: readonly Place[] }) {
  return (
    <nav aria-label="On this page" className="hidden xl:sticky xl:top-12 xl:block xl:self-start xl:py-6">
      <p className="pb-1.5 font-medium text-fg-subtle text-xs">On this page</p>
      <ul className="border-line border-l">
        {places.map(({ id, label }) => (
          <li key={id}>
            <a
              href={`#${id}`}
              className="block rounded-xs py-1 pl-3 text-fg-muted text-xs hover:text-fg hover:underline"
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The same list inside the text, for pages too narrow to have it beside them. */
export function Contents({ places }: { places: readonly Place[] }) {
  return (
    <nav aria-label="Contents" className="rounded-md border border-line bg-canvas px-3 py-2 xl:hidden">
      <p className="pb-1 font-medium text-fg-subtle text-xs">On this page</p>
      <ul className="columns-2 gap-x-6 max-sm:columns-1">
        {places.map(({ id, label }) => (
          <li key={id}>
            <a href={`#${id}`} className="block rounded-xs py-1 text-fg-muted text-xs underline underline-offset-3">
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
