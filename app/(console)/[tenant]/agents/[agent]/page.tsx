import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getAgent } from "@/lib/registry/agents/get-agent";
import { listClientsOfAgent } from "@/lib/registry/agents/list-clients-of-agent";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { orFirstPage } from "../../_parts/or-first-page";
import { titled } from "../../_parts/titled";
import { StopOf } from "../_parts/stop-of";
import { AgentClients } from "./_parts/agent-clients";
import { AgentFacts } from "./_parts/agent-facts";
import { AgentHeader } from "./_parts/agent-header";
import { AgentInstances } from "./_parts/agent-instances";
import { DeleteAgent } from "./_parts/delete-agent";

export const generateMetadata = titled("agent");

export default page(async ({ params, searchParams }: ConsoleProps<"agent">) => {
  const { tenant, agent: slug } = await params;
  const ctx = await requireMember(tenant, "agents:read", paths.agent(tenant, slug));
  const agent = await getAgent(ctx, slug);
  const instances = await orFirstPage(oneOf(await searchParams, "cursor"), (cursor) =>
    listInstances(ctx, { agent: slug, cursor }),
  );
  const clients = await listClientsOfAgent(ctx, slug);
  const mayWrite = hasScope(ctx.scopes, "agents:write");
  return (
    <>
      <AgentHeader ctx={ctx} agent={agent} tab="overview" />
      <div className="grid gap-4 pt-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <div className="grid min-w-0 content-start gap-4">
          {agent.status === "suspended" && <StopOf ctx={ctx} of={{ agent: slug }} />}
          <AgentInstances ctx={ctx} agent={agent} instances={instances.items} next={instances.nextCursor} />
          <AgentClients clients={clients} />
        </div>
        <div className="grid min-w-0 content-start gap-4">
          <AgentFacts tenant={tenant} agent={agent} mayWrite={mayWrite} />
          {mayWrite && <DeleteAgent tenant={tenant} agent={agent} />}
        </div>
      </div>
    </>
  );
});
