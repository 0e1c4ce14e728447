import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listAgents } from "@/lib/registry/agents/list-agents";
import { type ConsoleProps, oneOf } from "../_parts/console-props";
import { orFirstPage } from "../_parts/or-first-page";
import { agentColumns } from "./_parts/agent-columns";

export const metadata = { title: "Agents" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "agents:read", paths.agents(tenant));
  const { items, nextCursor } = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listAgents(ctx, { cursor }),
  );
  const connect = hasScope(ctx.scopes, "instances:write") && (
    <ButtonLink href={paths.newInstance(tenant)} variant="primary" icon="plus">
      Connect an agent
    </ButtonLink>
  );
  return (
    <>
      <PageHeader
        title="Agents"
        description="Every kind of client that acts here. Each has instances: one client of one human, with its own token."
        actions={
          <>
            <ButtonLink href={paths.doctor(tenant)} icon="activity">
              Doctor
            </ButtonLink>
            <ButtonLink href={paths.reports(tenant)} icon="alert">
              Reports
            </ButtonLink>
            {connect}
          </>
        }
      />
      <DataTable
        caption="Agents"
        columns={agentColumns}
        rows={items.map((agent) => ({ ...agent, tenant }))}
        rowId={({ slug }) => slug}
        empty={
          <EmptyState icon="agent" title="No agent is connected yet" actions={connect}>
            Connect Claude Code, Cursor or any MCP client for a human. It gets a token and acts within their ceilings.
          </EmptyState>
        }
        foot={nextCursor === null ? undefined : <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
      />
    </>
  );
});
