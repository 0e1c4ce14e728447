import { PageHeader } from "@/components/shell/page-header";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { listAgents } from "@/lib/registry/agents/list-agents";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { listHumans } from "@/lib/registry/humans/list-humans";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { connectAction } from "../actions";
import { offeredAgents } from "./_parts/agents-offered";
import { ConnectForm } from "./_parts/connect-form";
import { ConsentRows } from "./_parts/consent-rows";
import { NobodyYet } from "./_parts/nobody-yet";
import { PickHuman } from "./_parts/pick-human";

export const metadata = { title: "Connect an agent" };

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "instances:write", paths.newInstance(tenant));
  const [humans, agents] = await Promise.all([listHumans(ctx, { limit: 200 }), listAgents(ctx, { limit: 100 })]);
  const named = oneOf(await searchParams, "human");
  const [only, another] = humans.items;
  const chosen = humans.items.find(({ key }) => key === named) ?? (another === undefined ? only : undefined);
  const grants = chosen && (await listGrants(ctx, { human: chosen.id, limit: 200 })).items;
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader
        crumbs={[{ label: "Agents", href: paths.agents(tenant) }]}
        title="Connect an agent"
        description="Makes one instance of an agent for one human, with a token of its own and a consent for each server."
      />
      {humans.items.length === 0 ? (
        <NobodyYet tenant={tenant} />
      ) : (
        <ConnectForm
          key={chosen?.key}
          action={connectAction.bind(null, tenant)}
          who={<PickHuman action={paths.newInstance(tenant)} humans={humans.items} chosen={chosen?.key} />}
          human={chosen?.key}
          agents={offeredAgents(agents.items)}
          cancel={paths.agents(tenant)}
        >
          {chosen && grants && <ConsentRows tenant={tenant} human={chosen} grants={grants} />}
        </ConnectForm>
      )}
    </div>
  );
});
