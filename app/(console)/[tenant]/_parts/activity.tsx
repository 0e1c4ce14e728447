import type { ReactNode } from "react";
import { AuditFeed } from "@/components/audit/audit-feed";
import { FilterBar } from "@/components/audit/filter-bar";
import type { FilterChip } from "@/components/audit/filter-chips";
import { type FilterName, filterLabels, type QueryPair, toFilterPairs, toHref } from "@/components/audit/filter-params";
import { GoTo } from "@/components/audit/go-to";
import type { NextPage } from "@/components/audit/load-more";
import { toMomentWords } from "@/components/audit/moment-words";
import { TimeOf } from "@/components/audit/time-of";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { type AuditPage, queryAudit } from "@/lib/audit/query";
import { type AuditSearch, readAuditSearch, toSearchParams } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { listViews } from "@/lib/registry/views/list-views";
import { type Query, toPairs } from "./console-props";
import { CountsOverTime } from "./counts-over-time";
import { ExportOf } from "./export-of";
import { nameChosen } from "./name-chosen";
import { readPlace, untilPlace } from "./read-place";
import { Views } from "./views/views";

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
  const place = readPlace(toPairs(query).filter(([name]) => !hide.some((each) => each === name)));
  const { search, notUnderstood } = readAuditSearch(place.rest, nowMs());
  const whole: AuditSearch = { ...search, ...within };
  const [{ page, isLost }, names, views] = await Promise.all([
    findPage(ctx, { ...whole, ...untilPlace(place.at, whole.to) }),
    nameChosen(ctx, whole),
    listViews(ctx),
  ]);
  const messages = [
    ...hide.filter((name) => name in query).map((name) => `"${filterLabels[name]}" is given by this page.`),
    ...place.notUnderstood,
    ...notUnderstood,
    ...(isLost ? ["The place in the log is that of another search; these are the newest events."] : []),
  ];
  const { slug } = ctx.tenant;
  const filters = toFilterPairs(place.rest);
  const isAtTop = place.at === undefined && (search.cursor === undefined || isLost);
  const { cursor: _, limit: __, ...asked } = whole;
  const kept = toSearchParams(asked).toString();
  return (
    // Lines of JSON lie close together; each that folds is a target of its own (WCAG 2.5.8).
    <div className="grid grid-cols-1 gap-3 [&_p_button]:my-0 [&_summary]:min-h-6">
      <FilterBar
        action={path}
        params={place.rest}
        names={names}
        summary={paths.api(slug, `events/summary${toQuery({ ...asked, order: "desc" })}`)}
        suggest={paths.api(slug, "events/suggest")}
        hide={hide}
        place={place.at === undefined ? undefined : placeChip(place.at, toHref(path, filters))}
        notUnderstood={messages}
      />
      <CountsOverTime ctx={ctx} search={whole} path={path} pairs={filters} at={place.at} atOnce={place.countsAtOnce} />
      <AuditFeed
        tenant={slug}
        events={page.items}
        next={toNext(ctx, path, place, { ...whole, ...untilPlace(place.at, whole.to) }, page.nextCursor)}
        query={kept}
        live={
          isAtTop && whole.order === "desc" && whole.to === undefined
            ? paths.api(slug, `events${toQuery(asked)}`)
            : null
        }
        tools={
          <>
            {!isAtTop && (
              <ButtonLink href={toHref(path, filters)} size="sm" icon="arrow-up">
                Back to the newest
              </ButtonLink>
            )}
            <GoTo action={path} fields={filters} at={place.at} />
            <Views ctx={ctx} views={views.items} query={toViewQuery(within, filters)} />
            <ExportOf tenant={slug} search={whole} within={within} pairs={filters} names={names} />
          </>
        }
        empty={
          <div className="rounded-lg border border-line">
            {filters.length > 0 || place.at !== undefined ? (
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

function toQuery(search: Partial<AuditSearch>): string {
  const query = toSearchParams(search).toString();
  return query === "" ? "" : `?${query}`;
}

const placeChip = (at: string, href: string): FilterChip => ({
  key: "at",
  title: "Up to",
  says: <TimeOf value={at} />,
  plain: toMomentWords(at),
  href,
});

/** What a view keeps: the query as it was typed, so that "the last 24 hours" stays that, and what the page adds to it. */
const toViewQuery = (within: Within, filters: readonly QueryPair[]): string =>
  `${new URLSearchParams([
    ...Object.entries(within).flatMap(([name, values]) => values.map((value) => [name, value])),
    ...filters.map(([name, value]) => [name, value]),
  ])}`;

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

function toNext(
  ctx: Ctx,
  path: string,
  { at, rest }: { at: string | undefined; rest: readonly QueryPair[] },
  search: AuditSearch,
  cursor: string | null,
): NextPage | null {
  if (cursor === null) return null;
  const here = rest.filter(([name]) => name !== "cursor");
  return {
    href: toHref(path, [...here, ...(at === undefined ? [] : [["at", at] as const]), ["cursor", cursor]]),
    api: paths.api(ctx.tenant.slug, `events?${toSearchParams({ ...search, cursor })}`),
  };
}
