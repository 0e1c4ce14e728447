import { EventDetails } from "@/components/audit/event-details";
import { EventPayload } from "@/components/audit/event-payload";
import { EventProof } from "@/components/audit/event-proof";
import { isDecidedCall } from "@/components/audit/is-decided-call";
import { OutcomeBadge } from "@/components/audit/outcome-badge";
import { PageHeader } from "@/components/shell/page-header";
import { Time } from "@/components/ui/time";
import { findStored } from "@/lib/audit/payload/find-stored";
import { viewPayload } from "@/lib/audit/payload/view-payload";
import { present } from "@/lib/audit/present";
import { proveEvent } from "@/lib/audit/proof/prove-event";
import { getEvent } from "@/lib/audit/query";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { explainEvent } from "@/lib/registry/decisions/explain-event";
import { type ConsoleProps, oneOf } from "../../_parts/console-props";
import { DecisionWhy } from "./_parts/decision-why";
import { EraseCall } from "./_parts/erase-call";
import { Neighbours } from "./_parts/neighbours";
import { searchOf } from "./_parts/search-of";

export const metadata = { title: "Event" };

export default page(async ({ params, searchParams }: ConsoleProps<"event">) => {
  const { tenant, event: id } = await params;
  const ctx = await requireMember(tenant, "events:read", paths.event(tenant, id));
  const event = await getEvent(ctx, id);
  const isCall = isDecidedCall(event);
  // The whole chain of an allowed call is derived only when it is asked for, because looking at it is recorded.
  const query = await searchParams;
  const wanted = event.decision === "deny" || oneOf(query, "chain") === "whole";
  const explained = isCall && wanted ? await explainEvent(ctx, id) : undefined;
  // So are stored arguments; with script the button on the page fetches them.
  const shown = oneOf(query, "payload") === "show" && hasScope(ctx.scopes, "payloads:read");
  const payload = shown ? await viewPayload(ctx, id) : undefined;
  const stored = await findStored(ctx, event);
  const mayErase = stored.state === "kept" && hasScope(ctx.scopes, "payloads:write");
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Audit log", href: paths.audit(tenant, searchOf(query).toString()) }]}
        title={present(event).title}
        badge={<OutcomeBadge outcome={event.outcome} />}
        description={<Time value={event.occurredAt} format="full" />}
        actions={<Neighbours ctx={ctx} event={event} query={query} />}
      />
      {/* Lines of JSON lie close together; each that folds is a target of its own (WCAG 2.5.8). */}
      <div className="[&_p_button]:my-0 [&_summary]:min-h-6">
        <EventDetails
          tenant={tenant}
          event={event}
          payload={
            <div id="payload" className="scroll-mt-4">
              <EventPayload
                tenant={tenant}
                event={event}
                view={payload}
                erased={stored.state === "erased" ? stored : undefined}
                erase={mayErase ? <EraseCall tenant={tenant} event={event} /> : null}
              />
            </div>
          }
          chain={explained?.chain}
          why={isCall && <DecisionWhy ctx={ctx} event={event} explained={explained} />}
          permalink={false}
        />
        <div className="mt-6 max-w-3xl">
          <EventProof
            {...(await findProof(ctx, id))}
            download={paths.api(tenant, `events/${encodeURIComponent(id)}/proof`)}
          />
        </div>
      </div>
    </>
  );
});

/** An event that is not sealed yet, or does not fit the log, has a sentence in the place of its proof. */
async function findProof(ctx: Ctx, id: string): Promise<Pick<Parameters<typeof EventProof>[0], "proof" | "missing">> {
  try {
    return { proof: await proveEvent(ctx, id) };
  } catch (error) {
    if (!isHouseError(error) || error.code !== "conflict") throw error;
    return { proof: undefined, missing: error.message };
  }
}
