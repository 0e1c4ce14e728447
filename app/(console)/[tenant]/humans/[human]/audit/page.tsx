import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { getHuman } from "@/lib/registry/humans/get-human";
import { Activity } from "../../../_parts/activity";
import { auditOf } from "../../../_parts/audit-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { titled } from "../../../_parts/titled";
import { HumanHeader } from "../_parts/human-header";

export const generateMetadata = titled("human", "Audit Logs of ");

/** What was done under a human's authority: by the human stored on each row, not by whose agents those are today. */
export default page(async ({ params, searchParams }: ConsoleProps<"human">) => {
  const { tenant, human: ref } = await params;
  const path = auditOf(paths.human(tenant, ref));
  const ctx = await requireMember(tenant, "events:read", path);
  const human = await getHuman(ctx, ref);
  return (
    <>
      <HumanHeader ctx={ctx} human={human} tab="audit" />
      <div className="pt-4">
        <Activity
          ctx={ctx}
          path={path}
          query={await searchParams}
          within={{ human: [human.key] }}
          empty={
            <EmptyState icon="log" title="Nothing has been done under this authority yet">
              Every call of an agent that acts for this human appears here, and every change to what they may delegate.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
