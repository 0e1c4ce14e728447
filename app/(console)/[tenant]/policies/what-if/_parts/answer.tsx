import { BucketBadge } from "@/components/access/bucket-badge";
import { bucketLooks } from "@/components/access/bucket-looks";
import { ExampleArguments } from "@/components/access/example-arguments";
import { newTestHref } from "@/components/access/what-if-href";
import { DecisionBadge } from "@/components/audit/decision-badge";
import { DecisionChain } from "@/components/audit/decision-chain";
import { PolicyLabel } from "@/components/audit/policy-label";
import { WaysOut } from "@/components/audit/ways-out";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import type { DecidedCall } from "@/lib/registry/decisions/decide-call";

/** What can be said of the tool before anything is known of the arguments. */
export function Beforehand({
  decided: { bucket, passes, fails },
  toHref,
}: {
  decided: DecidedCall;
  toHref: (args: Record<string, unknown>) => string;
}) {
  const { means } = bucketLooks[bucket];
  return (
    <Card title="Before it is called" description="What can be said of this tool without its arguments.">
      <div className="grid gap-2">
        <p className="flex flex-wrap items-center gap-2">
          <BucketBadge bucket={bucket} /> {means}
        </p>
        {bucket === "conditional" && <ExampleArguments passes={passes} fails={fails} toHref={toHref} />}
      </div>
    </Card>
  );
}

/** How the call would be decided, why, step by step, and what would have made a difference. */
export function Answer({
  tenant,
  decided,
  under,
  test,
}: {
  tenant: string;
  decided: DecidedCall;
  /** Under which policies, in words; undefined for those in force. */
  under: string | undefined;
  /** What a test of it is filled in with, for whoever may write one, and the policy that it would be of. */
  test: (Omit<Parameters<typeof newTestHref>[2], "expect"> & { policyId: string }) | undefined;
}) {
  const { decision, reason, policy, chain, wouldAllow } = decided;
  return (
    <>
      <Card
        title="Answer"
        actions={
          test && (
            <ButtonLink
              href={newTestHref(tenant, test.policyId, {
                human: test.human,
                agent: test.agent,
                server: test.server,
                tool: test.tool,
                arguments: test.arguments,
                expect: decision,
              })}
              icon="proof"
            >
              Make a test of this
            </ButtonLink>
          )
        }
      >
        <div className="grid gap-2">
          <p role="status" className="flex flex-wrap items-center gap-2">
            <DecisionBadge decision={decision} />
            <span className="min-w-0 text-base [overflow-wrap:anywhere]">{reason.text}</span>
            <code className="rounded-xs bg-selected px-1 py-0.5 font-mono text-2xs text-fg-muted">{reason.code}</code>
          </p>
          <p>
            <span className="text-fg-muted">Policy: </span>
            <PolicyLabel tenant={tenant} policy={policy} />
          </p>
          {policy.description !== "" && <p className="text-fg-muted text-xs">{policy.description}</p>}
          {under !== undefined && <p className="text-fg-muted text-xs">{under}</p>}
        </div>
      </Card>
      {wouldAllow && (
        <Card title="What would allow it">
          <WaysOut ways={wouldAllow} />
        </Card>
      )}
      <Card title="Step by step">
        <DecisionChain tenant={tenant} chain={chain} />
      </Card>
    </>
  );
}
