import { newTestHref, whatIfHref } from "@/components/access/what-if-href";
import { DetailsSection } from "@/components/audit/details-section";
import { WaysOut } from "@/components/audit/ways-out";
import { ButtonLink } from "@/components/ui/button-link";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { isLimited } from "@/lib/audit/catalog/reasons";
import type { AuditEvent } from "@/lib/audit/event";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ExplainedEvent } from "@/lib/registry/decisions/explain-event";

/** What can be said of a decided call besides what is on record: what would have allowed it, its whole chain, where to try it. */
export function DecisionWhy({
  ctx,
  event,
  explained,
}: {
  ctx: Ctx;
  event: AuditEvent;
  /** undefined as long as the whole chain of an allowed call was not asked for. */
  explained: ExplainedEvent | undefined;
}) {
  const isDenied = event.decision === "deny";
  return (
    <div id="why" className="scroll-mt-4">
      <DetailsSection level={2} title={isDenied ? "What would have allowed it" : "The whole chain"}>
        <div className="grid gap-3">
          {isLimited(event.reason) ? (
            <p className="text-fg-muted">
              Time, or more room in the limit: <TextLink href={paths.limits(ctx.tenant.slug)}>Limits</TextLink>. The
              policies allowed it.
            </p>
          ) : (
            isDenied && explained && <Ways explained={explained} />
          )}
          {!isDenied && <WholeChain ctx={ctx} event={event} explained={explained} />}
          {explained && <Agreement explained={explained} />}
          <Onwards ctx={ctx} event={event} />
        </div>
      </DetailsSection>
    </div>
  );
}

function Ways({ explained: { agrees, wouldAllow } }: { explained: ExplainedEvent }) {
  if (agrees === null && wouldAllow.length === 0)
    return <p className="text-fg-muted">This cannot be told: too little of the call was kept.</p>;
  return <WaysOut ways={wouldAllow} />;
}

/** Shown only when it is asked for: it may show values of stored arguments, and that is an event of its own. */
function WholeChain({ ctx, event, explained }: { ctx: Ctx; event: AuditEvent; explained: ExplainedEvent | undefined }) {
  const mayRead = hasScope(ctx.scopes, "payloads:read");
  if (explained === undefined)
    return (
      <div className="grid justify-items-start gap-1.5">
        <ButtonLink
          href={`${paths.event(ctx.tenant.slug, event.id)}?chain=whole#why`}
          icon="eye"
          // Looking has a consequence, so nothing looks ahead.
          prefetch={false}
          rel="nofollow"
        >
          Show the whole chain
        </ButtonLink>
        <p className="text-fg-muted text-xs">
          Every policy that covered the call, condition by condition, decided again with the facts of then.{" "}
          {mayRead
            ? "It shows values of the stored arguments, and that you looked becomes an event."
            : "Values of the arguments are left out: your role may not read them."}
        </p>
      </div>
    );
  switch (explained.chainFrom) {
    case "derived":
      return (
        <p className="text-fg-muted">
          The steps above are the whole chain, derived from what was recorded.{" "}
          {mayRead ? "That you looked at it is in the log." : "Values of the arguments are left out."}
        </p>
      );
    case "partly":
      return (
        <p className="text-fg-muted">
          Too little of the arguments was kept to derive the whole chain: values were masked as secrets, or were too
          large. The steps above are those that were stored.
        </p>
      );
    case "stored":
      return (
        <p className="text-fg-muted">
          The whole chain cannot be derived any more. The steps above are those that were stored.
        </p>
      );
  }
}

function Agreement({ explained: { agrees } }: { explained: ExplainedEvent }) {
  switch (agrees) {
    case true:
      return <Notice tone="success">Decided again with the facts and policies of then: the same result.</Notice>;
    case false:
      return (
        <Notice tone="danger" title="Decided again, the result is another">
          With what was recorded this call would not be decided as it was. The record or the product has changed.
        </Notice>
      );
    case null:
      return <Notice>It cannot be decided again: what was kept of the call is not enough.</Notice>;
  }
}

/** The same call as a question, and as a test of the policy that decided it. */
function Onwards({ ctx, event }: { ctx: Ctx; event: AuditEvent }) {
  const { slug } = ctx.tenant;
  const { instance, server, tool, human, agent, policy, decision } = event;
  // The pages that these lead to look the arguments up, for whoever may read them: an address is no place for them.
  const of = hasScope(ctx.scopes, "payloads:read") ? event.id : undefined;
  if (!server || !tool || !decision) return null;
  return (
    <p className="flex flex-wrap gap-2">
      {hasScope(ctx.scopes, "policies:read") && instance && (
        <ButtonLink
          href={whatIfHref(slug, { instance: instance.id, server, tool: tool.name, event: of })}
          icon="help"
          prefetch={false}
        >
          Try it in what-if
        </ButtonLink>
      )}
      {hasScope(ctx.scopes, "policies:write") && policy && !policy.id.startsWith("builtin:") && human && agent && (
        <ButtonLink
          href={newTestHref(slug, policy.id, {
            human: human.key,
            agent: agent.slug,
            server,
            tool: tool.name,
            event: of,
            expect: decision,
          })}
          icon="proof"
          prefetch={false}
        >
          Make a test of this
        </ButtonLink>
      )}
    </p>
  );
}
