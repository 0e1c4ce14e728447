import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { Activity } from "../../../../_parts/activity";
import { auditOf } from "../../../../_parts/audit-of";
import type { ConsoleProps } from "../../../../_parts/console-props";
import { getInstanceOf } from "../_parts/get-instance-of";
import { InstanceHeader } from "../_parts/instance-header";

export const metadata = { title: "Audit Logs of an instance" };

export default page(async ({ params, searchParams }: ConsoleProps<"agent" | "instance">) => {
  const { tenant, agent, instance: id } = await params;
  const path = auditOf(paths.instance(tenant, agent, id));
  const ctx = await requireMember(tenant, "events:read", path);
  const instance = await getInstanceOf(ctx, agent, id);
  return (
    <>
      <InstanceHeader ctx={ctx} instance={instance} tab="audit" />
      <div className="pt-4">
        <Activity
          ctx={ctx}
          path={path}
          query={await searchParams}
          within={{ instance: [id] }}
          empty={
            <EmptyState icon="log" title="This instance has done nothing yet">
              Its first request appears here as soon as it connects.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
