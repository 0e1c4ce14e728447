import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getHuman } from "@/lib/registry/humans/get-human";
import { accessOf } from "../../../_parts/access-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { EffectiveAccess } from "../../../_parts/effective-access";
import { titled } from "../../../_parts/titled";
import { HumanHeader } from "../_parts/human-header";

export const generateMetadata = titled("human", "Access of ");

export default page(async ({ params, searchParams }: ConsoleProps<"human">) => {
  const { tenant, human: ref } = await params;
  const path = accessOf(paths.human(tenant, ref));
  const ctx = await requireMember(tenant, "instances:read", path);
  const human = await getHuman(ctx, ref);
  return (
    <>
      <HumanHeader ctx={ctx} human={human} tab="access" />
      <div className="pt-4">
        <EffectiveAccess
          ctx={ctx}
          path={path}
          query={await searchParams}
          of={{ human: human.id }}
          named="both"
          empty={
            <EmptyState
              icon="agent"
              title="No agent can do anything for this human"
              actions={
                hasScope(ctx.scopes, "instances:write") && (
                  <ButtonLink
                    href={`${paths.newInstance(tenant)}?${new URLSearchParams({ human: human.key })}`}
                    icon="plus"
                  >
                    Connect an agent
                  </ButtonLink>
                )
              }
            >
              Grant the human a ceiling on a server, and connect an agent to it: then its tools stand here, in three
              buckets.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
