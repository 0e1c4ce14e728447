import { ToolBuckets } from "@/components/audit/tool-buckets";
import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listGrants } from "@/lib/registry/grants/list-grants";
import { accessOf } from "../../../_parts/access-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { StopOf } from "../../_parts/stop-of";
import { Consents } from "./_parts/consents";
import { DeleteInstance } from "./_parts/delete-instance";
import { getInstanceOf } from "./_parts/get-instance-of";
import { InstanceFacts } from "./_parts/instance-facts";
import { InstanceHeader } from "./_parts/instance-header";

export const metadata = { title: "Instance" };

export default page(async ({ params }: ConsoleProps<"agent" | "instance">) => {
  const { tenant, agent, instance: id } = await params;
  const ctx = await requireMember(tenant, "instances:read", paths.instance(tenant, agent, id));
  const instance = await getInstanceOf(ctx, agent, id);
  const [grants, connected] = await Promise.all([
    listGrants(ctx, { human: instance.human.key, limit: 200 }),
    queryAudit(ctx, { ...emptySearch(), instance: [id], type: ["agent.connected"], limit: 1 }),
  ]);
  const [first] = connected.items;
  const mayWrite = hasScope(ctx.scopes, "instances:write");
  return (
    <>
      <InstanceHeader ctx={ctx} instance={instance} tab="overview" />
      <div className="grid gap-4 pt-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        <div className="grid min-w-0 content-start gap-4">
          {instance.status !== "active" && <StopOf ctx={ctx} of={{ instance: id }} />}
          <Consents ctx={ctx} instance={instance} grants={grants.items} />
          {first?.buckets && (
            <Card
              title="Tools when it connected"
              description={
                <>
                  As recorded with <TextLink href={paths.event(tenant, first.id)}>its first request</TextLink>. What it
                  may use now stands under{" "}
                  <TextLink href={accessOf(paths.instance(tenant, agent, id))}>Access</TextLink>.
                </>
              }
            >
              <ToolBuckets buckets={first.buckets} />
            </Card>
          )}
        </div>
        <div className="grid min-w-0 content-start gap-4">
          <InstanceFacts tenant={tenant} instance={instance} mayWrite={mayWrite} />
          {mayWrite && <DeleteInstance tenant={tenant} instance={instance} />}
        </div>
      </div>
    </>
  );
});
