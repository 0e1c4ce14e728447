import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { accessOf } from "../../../../_parts/access-of";
import type { ConsoleProps } from "../../../../_parts/console-props";
import { EffectiveAccess } from "../../../../_parts/effective-access";
import { getInstanceOf } from "../_parts/get-instance-of";
import { InstanceHeader } from "../_parts/instance-header";

export const metadata = { title: "Access of an instance" };

export default page(async ({ params, searchParams }: ConsoleProps<"agent" | "instance">) => {
  const { tenant, agent, instance: id } = await params;
  const path = accessOf(paths.instance(tenant, agent, id));
  const ctx = await requireMember(tenant, "instances:read", path);
  const instance = await getInstanceOf(ctx, agent, id);
  const isGone = instance.status === "disconnected";
  return (
    <>
      <InstanceHeader ctx={ctx} instance={instance} tab="access" />
      <div className="pt-4">
        {isGone ? (
          <div className="rounded-lg border border-line">
            <EmptyState icon="unplug" title="This instance is disconnected">
              Its token is worth nothing any more, so it may use nothing. What it did stays in its Audit Logs.
            </EmptyState>
          </div>
        ) : (
          <EffectiveAccess
            ctx={ctx}
            path={path}
            query={await searchParams}
            of={{ instance: id }}
            named="server"
            empty={
              <EmptyState
                icon="consent"
                title="This instance may use nothing"
                actions={<ButtonLink href={paths.human(tenant, instance.human.key)}>Open the human</ButtonLink>}
              >
                It needs two things for a server: a ceiling that an admin grants the human, and a consent that the human
                gives this instance.
              </EmptyState>
            }
          />
        )}
      </div>
    </>
  );
});
