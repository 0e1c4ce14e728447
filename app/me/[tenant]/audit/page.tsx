import { AuditFeed } from "@/components/audit/audit-feed";
import type { NextPage } from "@/components/audit/load-more";
import { MyFilter } from "@/components/me/my-filter";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { queryAudit } from "@/lib/audit/query";
import { readAuditSearch, toSearchParams } from "@/lib/audit/search";
import { page } from "@/lib/console/page";
import { requireMyself, requireUser } from "@/lib/console/require-myself";
import { nowMs } from "@/lib/kernel/clock";
import { paths } from "@/lib/kernel/paths";
import { listMyInstances } from "@/lib/registry/mine/list-my-instances";
import { oneOf, type Query, toPairs } from "../../../(console)/[tenant]/_parts/console-props";
import { orFirstPage } from "../../../(console)/[tenant]/_parts/or-first-page";
import { MyFrame } from "../../_parts/my-frame";

export const metadata = { title: "Under your authority" };

type Props = { params: Promise<{ tenant: string }>; searchParams: Promise<Query> };

const shown = 25;

/** The log of everything under the authority of whoever is signed in: all of it, and of nobody else. */
export default page(async ({ params, searchParams }: Props) => {
  const { tenant } = await params;
  const here = paths.myEvents(tenant);
  const user = await requireUser(here);
  const ctx = await requireMyself(tenant, here);
  const query = await searchParams;
  const { search, notUnderstood } = readAuditSearch(toPairs(query), nowMs());
  const { cursor, ...asked } = { ...search, limit: shown };
  const [found, instances] = await Promise.all([
    orFirstPage(cursor, (after) => queryAudit(ctx, { ...asked, cursor: after })),
    listMyInstances(ctx),
  ]);
  const isFiltered = toPairs(query).some(([name, value]) => name !== "cursor" && value !== "");
  const next = (after: string): NextPage => ({
    href: paths.myEvents(tenant, `${toSearchParams({ ...asked, limit: 50, cursor: after })}`),
    api: paths.myEventsData(tenant, `${toSearchParams({ ...asked, cursor: after })}`),
  });
  const file = (format: "csv" | "jsonl"): string =>
    `${paths.myExport(tenant)}?${new URLSearchParams([...toSearchParams({ ...asked, limit: 50 }), ["format", format]])}`;
  return (
    <MyFrame
      user={user}
      header={
        <PageHeader
          crumbs={[{ label: "Your agents", href: paths.me() }]}
          title="Under your authority"
          description="Everything that agents did or tried in your name, and every change to what they may do. Nobody else's."
          actions={
            <>
              <ButtonLink href={file("csv")} icon="download" prefetch={false} download>
                Export as CSV
              </ButtonLink>
              <ButtonLink href={file("jsonl")} icon="download" prefetch={false} download>
                JSON Lines
              </ButtonLink>
            </>
          }
        />
      }
    >
      <div className="grid grid-cols-1 gap-3">
        <MyFilter
          action={here}
          values={{
            q: oneOf(query, "q"),
            outcome: oneOf(query, "outcome"),
            instance: oneOf(query, "instance"),
            range: oneOf(query, "range"),
          }}
          agents={instances.map(({ id, label }) => ({ value: id, label }))}
        />
        {notUnderstood.length > 0 && (
          <Notice tone="warning" title="Part of this address was not understood, so it filters nothing.">
            {notUnderstood.join(" ")}
          </Notice>
        )}
        <AuditFeed
          tenant={tenant}
          events={found.items}
          next={found.nextCursor === null ? null : next(found.nextCursor)}
          complete
          own
          empty={
            <div className="rounded-lg border border-line">
              {isFiltered ? (
                <EmptyState
                  icon="filter"
                  title="Nothing of yours matches"
                  actions={<ButtonLink href={here}>Clear the filters</ButtonLink>}
                />
              ) : (
                <EmptyState icon="log" title="Nothing yet">
                  Every call that an agent makes in your name will stand here.
                </EmptyState>
              )}
            </div>
          }
        />
      </div>
    </MyFrame>
  );
});
