import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { getServer } from "@/lib/registry/servers/get-server";
import { accessOf } from "../../../_parts/access-of";
import type { ConsoleProps } from "../../../_parts/console-props";
import { EffectiveAccess } from "../../../_parts/effective-access";
import { titled } from "../../../_parts/titled";
import { ServerHeader } from "../_parts/server-header";

export const generateMetadata = titled("key", "Access to ");

export default page(async ({ params, searchParams }: ConsoleProps<"key">) => {
  const { tenant, key } = await params;
  const path = accessOf(paths.server(tenant, key));
  const ctx = await requireMember(tenant, "instances:read", path);
  const server = await getServer(ctx, key);
  return (
    <>
      <ServerHeader ctx={ctx} server={server} tab="access" />
      <div className="pt-4">
        <EffectiveAccess
          ctx={ctx}
          path={path}
          query={await searchParams}
          of={{ server: key }}
          named="both"
          empty={
            <EmptyState
              icon="humans"
              title="No agent stands to this server yet"
              actions={<ButtonLink href={paths.humans(tenant)}>Humans</ButtonLink>}
            >
              Grant a human a ceiling on it. As soon as an agent is connected for that human, what it may use stands
              here.
            </EmptyState>
          }
        />
      </div>
    </>
  );
});
