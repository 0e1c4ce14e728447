import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listHumans } from "@/lib/registry/humans/list-humans";
import { type ConsoleProps, oneOf } from "../_parts/console-props";
import { orFirstPage } from "../_parts/or-first-page";
import { AddHuman } from "./_parts/add-human";
import { humanColumns } from "./_parts/human-columns";

export const metadata = { title: "Humans" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "humans:read", paths.humans(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listHumans(ctx, { cursor }),
  );
  const mayWrite = hasScope(ctx.scopes, "humans:write");
  return (
    <>
      <PageHeader title="Humans" description="The people under whose authority agents act in this environment." />
      <div className="grid grid-cols-1 gap-4">
        {mayWrite && <AddHuman tenant={tenant} />}
        <DataTable
          caption="Humans"
          columns={humanColumns}
          rows={items.map((human) => ({ ...human, tenant }))}
          rowId={({ key }) => key}
          empty={
            <EmptyState icon="humans" title="Nobody is here yet">
              {mayWrite
                ? "Add a human, then grant a ceiling on a server: the most that they may let an agent do there."
                : "An admin adds humans and grants them ceilings on servers."}
            </EmptyState>
          }
          foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
        />
      </div>
    </>
  );
});
