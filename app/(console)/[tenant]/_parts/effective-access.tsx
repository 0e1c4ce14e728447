import type { ReactNode } from "react";
import { AccessFilter } from "@/components/access/access-filter";
import { AccessSection } from "@/components/access/access-section";
import { narrowAccess } from "@/components/access/narrow-access";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { Notice } from "@/components/ui/notice";
import type { Ctx } from "@/lib/kernel/ctx";
import { type ListAccessInput, listAccess } from "@/lib/registry/decisions/list-access";
import type { Access } from "@/lib/registry/decisions/load-access";
import type { Query } from "./console-props";
import { orFirstPage } from "./or-first-page";
import { nextHref, readAccessQuery } from "./read-access-query";

/** As many as are read at a glance; more are folded. */
const openAtMost = 3;

/** Where everything is denied, one gate denies it all, and a long list would say the same on every line. */
const mayUseSomething = ({ counts }: Access): boolean => counts.allowed + counts.conditional > 0;

/** What may be used before anything is asked for: by one instance, by all of an agent or a human, or on a server. */
export async function EffectiveAccess({
  ctx,
  path,
  query,
  of,
  named,
  empty,
}: {
  ctx: Ctx;
  /** Of the page, without its query. */
  path: string;
  query: Query;
  of: Pick<ListAccessInput, "instance" | "agent" | "human" | "server">;
  named: "server" | "both";
  /** Shown where there is nobody to speak of. */
  empty: ReactNode;
}) {
  const { filter, cursor, notUnderstood } = readAccessQuery(query);
  const { items, nextCursor } = await orFirstPage(cursor, (after) =>
    listAccess(ctx, { ...of, examples: "true", cursor: after }),
  );
  const shown = narrowAccess(items, filter);
  const isFiltered = filter.bucket !== undefined || filter.text !== "";
  const hasMore = nextCursor !== null;
  return (
    <div className="grid grid-cols-1 gap-3 [&_summary]:min-h-6">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <AccessFilter
          action={path}
          filter={filter}
          finds={named === "server" ? "Tool, server or policy" : "Tool, policy or who"}
        />
        <p className="max-w-xl text-fg-muted text-xs">
          As things are now, before any call. Conditional tools show arguments of both kinds: open one to see how it is
          decided.
        </p>
      </div>
      {notUnderstood.length > 0 && (
        <Notice tone="warning" title="Not everything in the address was understood">
          {notUnderstood.join(" ")}
        </Notice>
      )}
      {shown.map((access) => (
        <AccessSection
          key={`${access.instance.id} ${access.server.key}`}
          tenant={ctx.tenant.slug}
          access={access}
          named={named}
          open={isFiltered || (shown.length <= openAtMost && mayUseSomething(access))}
        />
      ))}
      {shown.length === 0 && (
        <div className="rounded-lg border border-line">
          {isFiltered && (items.length > 0 || hasMore) ? (
            <EmptyState
              icon="filter"
              title={hasMore ? "Nothing on this page of the list" : "Nothing matches this filter"}
              actions={<ButtonLink href={path}>Clear the filter</ButtonLink>}
            >
              {hasMore ? "The filter looks at one page at a time: go on to the next." : "Try another bucket or text."}
            </EmptyState>
          ) : (
            empty
          )}
        </div>
      )}
      {hasMore && <MoreLink href={nextHref(path, filter, nextCursor)}>More instances</MoreLink>}
    </div>
  );
}
