import { EmptyState } from "@/components/ui/empty-state";
import { everyCallType } from "@/lib/audit/call-types";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { Activity } from "../../../_parts/activity";
import type { ConsoleProps } from "../../../_parts/console-props";
import { decisionsOf } from "../../_parts/policy-paths";
import { findPolicy } from "../_parts/find-policy";
import { PolicyHeader } from "../_parts/policy-header";

export const metadata = { title: "Decisions of a policy" };

/** The calls that this policy decided, in whatever version it then was. */
export default page(async ({ params, searchParams }: ConsoleProps<"policy">) => {
  const { tenant, policy: id } = await params;
  const path = decisionsOf(tenant, id);
  const ctx = await requireMember(tenant, "events:read", path);
  const found = await findPolicy(ctx, id);
  return (
    <>
      <PolicyHeader ctx={ctx} found={found} tab="decisions" />
      <div className="pt-4">
        <Activity
          ctx={ctx}
          path={path}
          query={await searchParams}
          within={{ policy: [id], type: [...everyCallType] }}
          empty={
            <EmptyState icon="policy" title="This policy has decided nothing yet">
              A call appears here when this policy allowed or denied it. In shadow it decides nothing, and is named in
              the chain of each call that it would have covered.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
