import type { ReactNode } from "react";
import { AuditFeed } from "@/components/audit/audit-feed";
import { FilterBar } from "@/components/audit/filter-bar";
import { type FilterName, filterLabels, type QueryPair, toHref } from "@/components/audit/filter-params";
import type { NextPage } from "@/components/audit/load-more";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { type AuditPage, queryAudit } from "@/lib/audit/query";
import { type AuditSearch, readAuditSearch, toSearchParams } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { type Query, toPairs } from "./console-props";
import { filterOptions } from "./filter-options";

/** What a page adds to the search: everything under one human, on one server, by one agent. */
export type Within = Partial<Pick<AuditSearch, FilterName>>;

/** The log, or the part of it that belongs to one page: filters, feed, further pages. One search, one query, wherever it stands. */
export async function Activity({
  ctx,
  path,
  query,
  within = {},
  empty,
}: {
  ctx: Ctx;
  /** Of the page, without its query. */
  path: string;
  query: Query;
  within?: Within | undefined;
  /** Shown when nothing was ever recorded here, as opposed to nothing that the filters match. */
  empty: ReactNode;
}) {
  const hide = Object.keys(within) as FilterName[]; // safe because these are the only keys of Within
  const given = toPairs(query);
  const pairs = given.filter(([name]) => !hide.some((each) => each === name));
  const { search, notUnderstood } = readAuditSearch(pairs, nowMs());
  const [{ page, isLost }, options] = await Promise.all([
    findPage(ctx, { ...search, ...within }),
    filterOptions(ctx, { ...search, ...within }),
  ]);
  const messages = [
    ...hide.filter((name) => name in query).map((name) => `"${filterLabels[name]}" is given by this page.`),
    ...notUnderstood,
    ...(isLost ? ["The place in the log is that of another search; these are the newest events."] : []),
  ];
  const isFiltered = pairs.length > 0;
  return (
    // Lines of JSON lie close together; each that folds is a target of its own (WCAG 2.5.8).
    <div className="grid grid-cols-1 gap-3 [&_p_button]:my-0 [&_summary]:min-h-6">
      <FilterBar action={path} params={pairs} options={options} hide={hide} notUnderstood={messages} />
      {search.cursor !== undefined && (
        <p>
          <ButtonLink href={toHref(path, withoutPlace(pairs))} size="sm" icon="arrow-up">
            Back to the newest
          </ButtonLink>
        </p>
      )}
      <AuditFeed
        tenant={ctx.tenant.slug}
        events={page.items}
        next={toNext(ctx, path, pairs, { ...search, ...within }, page.nextCursor)}
        empty={
          <div className="rounded-lg border border-line">
            {isFiltered ? (
              <EmptyState
                icon="filter"
                title="No event matches these filters"
                actions={<ButtonLink href={path}>Clear the filters</ButtonLink>}
              >
                Remove one of them, or widen the time.
              </EmptyState>
            ) : (
              empty
            )}
          </div>
        }
      />
    </div>
  );
}

/** A cursor of another search is no reason to show nothing. */
async function findPage(ctx: Ctx, search: AuditSearch): Promise<{ page: AuditPage; isLost: boolean }> {
  try {
    return { page: await queryAudit(ctx, search), isLost: false };
  } catch (error) {
    if (!isHouseError(error) || error.code !== "invalid" || search.cursor === undefined) throw error;
    const { cursor: _, ...start } = search;
    return { page: await queryAudit(ctx, start), isLost: true };
  }
}

const withoutPlace = (pairs: readonly QueryPair[]): QueryPair[] => pairs.filter(([name]) => name !== "cursor");

function toNext(
  ctx: Ctx,
  path: string,
  pairs: readonly QueryPair[],
  search: AuditSearch,
  cursor: string | null,
): NextPage | null {
  if (cursor === null) return null;
  return {
    href: toHref(path, [...withoutPlace(pairs), ["cursor", cursor]]),
    api: paths.api(ctx.tenant.slug, `events?${toSearchParams({ ...search, cursor })}`),
  };
}
