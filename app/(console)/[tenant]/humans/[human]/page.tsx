import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { findHuman } from "@/lib/registry/humans/get-human";
import { listInstances } from "@/lib/registry/instances/list-instances";
import { listServers } from "@/lib/registry/servers/list-servers";
import type { ConsoleProps } from "../../_parts/console-props";
import { titled } from "../../_parts/titled";
import { StopOf } from "../../agents/_parts/stop-of";
import { inviteHumanAction } from "../actions";
import { DeleteHuman } from "./_parts/delete-human";
import { DeletedHuman } from "./_parts/deleted-human";
import { ErasePerson } from "./_parts/erase-person";
import { Erasures } from "./_parts/erasures";
import { Grants } from "./_parts/grants";
import { HumanFacts } from "./_parts/human-facts";
import { HumanHeader } from "./_parts/human-header";
import { HumanInstances } from "./_parts/human-instances";
import { InviteHuman } from "./_parts/invite-human";

export const generateMetadata = titled("human");

export default page(async ({ params }: ConsoleProps<"human">) => {
  const { tenant, human: ref } = await params;
  const ctx = await requireMember(tenant, "humans:read", paths.human(tenant, ref));
  const human = await findHuman(ctx, ref);
  if (!human) return DeletedHuman({ ctx, human: ref });
  const [grants, instances, servers] = await Promise.all([
    listGrants(ctx, { human: human.id, limit: 200 }),
    listInstances(ctx, { human: human.id, limit: 50 }),
    listServers(ctx, { limit: 200 }),
  ]);
  return (
    <>
      <HumanHeader ctx={ctx} human={human} tab="overview" />
      <div className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 content-start gap-4">
          {human.status === "suspended" && <StopOf ctx={ctx} of={{ human: human.key }} />}
          <Grants ctx={ctx} human={human} grants={grants.items} servers={servers.items} />
          <HumanInstances ctx={ctx} human={human} instances={instances.items} isCut={instances.nextCursor !== null} />
        </div>
        <div className="grid min-w-0 content-start gap-4">
          <HumanFacts tenant={tenant} human={human} mayWrite={hasScope(ctx.scopes, "humans:write")} />
          {hasScope(ctx.scopes, "humans:write") && human.email !== null && human.status === "active" && (
            <InviteHuman action={inviteHumanAction.bind(null, tenant)} human={human.key} />
          )}
          {hasScope(ctx.scopes, "humans:write") && <DeleteHuman tenant={tenant} human={human} />}
          {hasScope(ctx.scopes, "payloads:write") && <ErasePerson tenant={tenant} humanKey={human.key} state="here" />}
          <Erasures ctx={ctx} human={human.key} />
        </div>
      </div>
    </>
  );
});
