import type { ReactNode } from "react";
import { PoliciesEvaluated } from "@/components/audit/policies-evaluated";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { Icon } from "@/components/ui/icon";
import type { PolicyTestView } from "@/lib/registry/policies/policy-test-view";
import type { PolicyTestResult } from "@/lib/registry/policies/run-tests";

/** One test: the call, what is expected of it, and what came out just now. */
export function TestCard({
  tenant,
  policy,
  test: { name, human, agent, server, tool, arguments: args, ip, at, expect },
  result,
  actions,
}: {
  tenant: string;
  policy: string;
  test: PolicyTestView;
  result: PolicyTestResult | undefined;
  actions?: ReactNode;
}) {
  const { got = null, passed = false, text = "It was not run." } = result ?? {};
  const step = got?.chain.find((one) => one.stage === "policies");
  const by =
    expect.policy === undefined
      ? ""
      : expect.policy === "this" || expect.policy === policy
        ? " by this policy"
        : ` by ${expect.policy}`;
  return (
    <li>
      <Card
        title={
          <span className="flex flex-wrap items-center gap-2">
            <Badge tone={passed ? "success" : "denied"} icon={passed ? "check" : "close"}>
              {passed ? "Passes" : "Fails"}
            </Badge>
            <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
          </span>
        }
        description={
          <>
            <span className="font-mono text-xs [overflow-wrap:anywhere]">
              {human} · agent|{agent} · {server}/{tool}
            </span>
            <span className="block">
              Expected: {expect.decision === "deny" ? "denied" : "allowed"}
              {by}
              {expect.code !== undefined && ` (${expect.code})`}.{!passed && ` ${text}`}
            </span>
          </>
        }
        actions={actions}
      >
        <details className="group/test">
          <summary className="flex w-fit items-center gap-1 rounded-xs py-0.5 text-fg-muted text-xs hover:text-fg">
            <Icon name="chevron-right" size={12} className="transition-transform group-open/test:rotate-90" />
            The call, and what came out
          </summary>
          <div className="grid gap-3 pt-2">
            <CodeBlock label={`arguments of ${name}`} code={JSON.stringify(args, null, 2)} wrap />
            {(ip !== null || at !== null) && (
              <p className="text-fg-muted text-xs">
                {ip !== null && <>From {ip}. </>}
                {at !== null && <>At {at}.</>}
              </p>
            )}
            {got && <p>{got.reason.text}</p>}
            {step?.stage === "policies" && <PoliciesEvaluated tenant={tenant} step={step} />}
          </div>
        </details>
      </Card>
    </li>
  );
}
