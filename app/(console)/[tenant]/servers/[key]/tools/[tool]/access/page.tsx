import { AccessFilter } from "@/components/access/access-filter";
import { narrowAccess } from "@/components/access/narrow-access";
import { WhoMayUse } from "@/components/access/who-may-use";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { listAccess } from "@/lib/registry/decisions/list-access";
import { accessOf } from "../../../../../_parts/access-of";
import type { ConsoleProps } from "../../../../../_parts/console-props";
import { orFirstPage } from "../../../../../_parts/or-first-page";
import { nextHref, readAccessQuery } from "../../../../../_parts/read-access-query";
import { titled } from "../../../../../_parts/titled";
import { findTool } from "../_parts/find-tool";
import { ToolHeader } from "../_parts/tool-header";

export const generateMetadata = titled("tool", "Who may use ");

export default page(async ({ params, searchParams }: ConsoleProps<"key" | "tool">) => {
  const { tenant, key, tool: name } = await params;
  const path = accessOf(paths.tool(tenant, key, name));
  const ctx = await requireMember(tenant, "instances:read", path);
  const { server, tool } = await findTool(ctx, key, name);
  const { filter, cursor, notUnderstood } = readAccessQuery(await searchParams);
  const { items, nextCursor } = await orFirstPage(cursor, (after) =>
    listAccess(ctx, { server: key, tool: tool.name, examples: "true", limit: 25, cursor: after }),
  );
  const shown = narrowAccess(items, filter);
  const isFiltered = filter.bucket !== undefined || filter.text !== "";
  return (
    <>
      <ToolHeader tenant={tenant} server={server} tool={tool} tab="access" />
      <div className="grid grid-cols-1 gap-3 pt-4">
        <AccessFilter action={path} filter={filter} finds="Who, or a policy" />
        {notUnderstood.length > 0 && (
          <Notice tone="warning" title="Not everything in the address was understood">
            {notUnderstood.join(" ")}
          </Notice>
        )}
        <WhoMayUse
          tenant={tenant}
          toolName={tool.name}
          items={shown}
          empty={
            isFiltered ? (
              <EmptyState
                icon="filter"
                title={nextCursor === null ? "Nobody matches this filter" : "Nobody on this page of the list"}
                actions={<ButtonLink href={path}>Clear the filter</ButtonLink>}
              >
                Try another bucket or text.
              </EmptyState>
            ) : (
              <EmptyState
                icon="humans"
                title="No agent stands to this server yet"
                actions={<ButtonLink href={paths.humans(tenant)}>Humans</ButtonLink>}
              >
                Grant a human a ceiling on {server.name}, and connect an agent for that human.
              </EmptyState>
            )
          }
        />
        {nextCursor !== null && <MoreLink href={nextHref(path, filter, nextCursor)}>More instances</MoreLink>}
      </div>
    </>
  );
});
