import { CopyButton } from "@/components/ui/copy-button";
import type { AuditEvent } from "@/lib/audit/event";
import type { ExplainedStep } from "@/lib/policy/decision";
import { DecisionBadge } from "./decision-badge";
import { DecisionChain } from "./decision-chain";
import { DetailsSection, type HeadingLevel } from "./details-section";
import { PolicyLabel } from "./policy-label";
import { PolicyToday } from "./policy-today";
import { toCheckText } from "./to-check-text";

/** What was decided, why, by which policy as it was then, as a check to repeat, and step by step. */
export function EventDecision({
  event,
  tenant,
  level,
  chain = event.chain,
  own = false,
}: {
  event: AuditEvent;
  tenant: string;
  level: HeadingLevel;
  /** Shown in place of the chain that was stored. */
  chain?: readonly ExplainedStep[] | undefined;
  /** Without links into the console. */
  own?: boolean | undefined;
}) {
  const { decision, reason, policy, check, error } = event;
  return (
    <DetailsSection level={level} title="Decision" actions={decision !== null && <DecisionBadge decision={decision} />}>
      <div className="grid gap-3">
        {reason !== null && (
          <p>
            {reason.text}{" "}
            <code className="rounded-xs bg-selected px-1 py-0.5 font-mono text-2xs text-fg-muted">{reason.code}</code>{" "}
            {event.outcome === "denied" && error !== null && (
              <code className="rounded-xs bg-selected px-1 py-0.5 font-mono text-2xs text-fg-muted">{error.type}</code>
            )}
          </p>
        )}
        {policy !== null && (
          <div className="rounded-md border border-line bg-surface px-3 py-2">
            <p className="flex flex-wrap items-center justify-between gap-x-3">
              <span>
                <span className="text-fg-muted">Policy, as it was then: </span>
                <PolicyLabel tenant={own ? null : tenant} policy={policy} />
              </span>
              <span className="flex items-center gap-1 font-mono text-fg-subtle text-xs">
                {policy.id}
                <CopyButton text={policy.id} what="policy id" className="-my-1" />
              </span>
            </p>
            {policy.description !== "" && <p className="text-fg-muted text-xs">{policy.description}</p>}
            {!own && !policy.id.startsWith("builtin:") && <PolicyToday tenant={tenant} policy={policy} />}
          </div>
        )}
        {check !== null && (
          <div className="flex min-w-0 items-start justify-between gap-2 rounded-md border border-line bg-sunken py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 py-0.5 font-mono text-xs [overflow-wrap:anywhere]">{toCheckText(check)}</code>
            <CopyButton text={toCheckText(check)} what="authorization check" />
          </div>
        )}
        {chain.length > 0 && <DecisionChain tenant={own ? null : tenant} chain={chain} />}
      </div>
    </DetailsSection>
  );
}
