import Link from "next/link";
import type { ReactNode } from "react";
import { Icon } from "@/components/ui/icon";

export type Crumb = { label: string; href: string };

/** What page this is: the way to it, its name, a sentence, and what can be done here. */
export function PageHeader({
  title,
  description,
  crumbs = [],
  actions,
  badge,
  lead,
}: {
  title: ReactNode;
  description?: ReactNode;
  /** The pages above this one, outermost first. */
  crumbs?: readonly Crumb[] | undefined;
  actions?: ReactNode;
  /** Stands after the title: a state, a level. */
  badge?: ReactNode;
  /** Stands before the title: an avatar, an icon. */
  lead?: ReactNode;
}) {
  return (
    <header className="pt-5 pb-4">
      {crumbs.length > 0 && (
        <nav aria-label="Breadcrumb" className="mb-1.5">
          <ol className="flex flex-wrap items-center gap-x-1.5 text-fg-muted text-xs">
            {crumbs.map((crumb, index) => (
              <li key={crumb.href} className="flex items-center gap-1.5">
                {index === 0 ? (
                  <Icon name="arrow-left" size={13} className="text-fg-subtle" />
                ) : (
                  <span aria-hidden="true" className="text-fg-subtle">
                    /
                  </span>
                )}
                <Link href={crumb.href} className="rounded-xs py-1 hover:text-fg hover:underline">
                  {crumb.label}
                </Link>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 flex-1 basis-64 items-center gap-3">
          {lead}
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
              <h1 className="min-w-0 font-semibold text-xl [overflow-wrap:anywhere]">{title}</h1>
              {badge}
            </div>
            {description !== undefined && <p className="max-w-3xl text-fg-muted">{description}</p>}
          </div>
        </div>
        {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
    </header>
  );
}
