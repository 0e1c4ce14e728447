import { toMs } from "@/components/audit/to-ms";
import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ServerHealth as Health } from "@/lib/registry/servers/get-server-health";
import type { Percentiles } from "@/lib/registry/servers/health-figures";
import { ServerStateBadge } from "../../_parts/server-state-badge";
import { testConnectionAction } from "../../actions";
import { TestConnection } from "./test-connection";

/** How the server is, why that is said, and the way to find out by oneself. `health` is null for whoever may not read the log. */
export function ServerHealth({ ctx, server, health }: { ctx: Ctx; server: string; health: Health | null }) {
  const { slug } = ctx.tenant;
  return (
    <Card
      title={<>Health {health && <ServerStateBadge state={health.state} />}</>}
      {...(health ? { description: health.reason } : {})}
    >
      {health && <LeftAlone circuit={health.circuit} />}
      {health && <Figures tenant={slug} health={health} />}
      {hasScope(ctx.scopes, "servers:write") && (
        <TestConnection action={testConnectionAction.bind(null, slug)} server={server} />
      )}
    </Card>
  );
}

/** Why calls are not passed on for the moment, by whom, and what ends that. */
function LeftAlone({ circuit: { state, failingSince, retryAt } }: { circuit: Health["circuit"] }) {
  if (state === "closed") return null;
  return (
    <Notice tone="warning" title="Left alone for now">
      This process of the gateway{" "}
      {state === "open" ? (
        <>
          refuses calls at once until <Time value={retryAt} format="full" />
        </>
      ) : (
        "lets one request through to see whether the server is well again, and refuses the others"
      )}
      , because the server has done nothing but fail since <Time value={failingSince} format="full" />. Each process of
      this installation finds out by itself; a test that passes ends it in all of them.
    </Notice>
  );
}

function Figures({ tenant, health }: { tenant: string; health: Health }) {
  const { calls, window, upstreamMs, gatewayMs, lastSuccessAt, lastFailure, lastTest } = health;
  return (
    <KeyValues columns={2}>
      <KeyValue name={window.complete ? "Calls, 24 hours" : "Newest calls"}>{toCounts(calls)}</KeyValue>
      <KeyValue name="Last answered">{lastSuccessAt !== null && <Time value={lastSuccessAt} format="full" />}</KeyValue>
      <KeyValue name="Server takes">{upstreamMs && toWords(upstreamMs)}</KeyValue>
      <KeyValue name="Gateway adds">{gatewayMs && toWords(gatewayMs)}</KeyValue>
      <KeyValue name="Last failure">
        {lastFailure && (
          <>
            <TextLink href={paths.event(tenant, lastFailure.eventId)}>{lastFailure.message}</TextLink>{" "}
            <Time value={lastFailure.at} format="full" />
          </>
        )}
      </KeyValue>
      <KeyValue name="Last test">
        {lastTest && (
          <>
            <TextLink href={paths.event(tenant, lastTest.eventId)}>{lastTest.ok ? "Passed" : "Failed"}</TextLink>{" "}
            <Time value={lastTest.at} format="full" />
          </>
        )}
      </KeyValue>
    </KeyValues>
  );
}

function toCounts({ total, success, toolError, failed, denied, other }: Health["calls"]): string {
  if (total === 0) return "None";
  const parts: [number, string][] = [
    [success, "succeeded"],
    [toolError, "ended in a tool's error"],
    [failed, "failed at the server"],
    [denied, "denied"],
    [other, "ended otherwise"],
  ];
  const said = parts
    .filter(([n]) => n > 0)
    .map(([n, what]) => `${n.toLocaleString("en")} ${what} (${share(n, total)})`);
  return `${total.toLocaleString("en")}: ${said.join(", ")}`;
}

/** Never "100 %" of what has an exception, nor "0 %" of what happened. */
function share(n: number, total: number): string {
  const percent = (n / total) * 100;
  if (n === total) return "100 %";
  return percent < 1 ? "< 1 %" : percent > 99 ? "> 99 %" : `${Math.round(percent)} %`;
}

const toWords = ({ p50, p95, p99 }: Percentiles): string =>
  `half within ${toMs(p50)}, 95 % within ${toMs(p95)}, 99 % within ${toMs(p99)}`;
