import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import type { Ctx } from "@/lib/kernel/ctx";
import { hasScope } from "@/lib/kernel/scope";
import { comparePolicies } from "@/lib/registry/decisions/compare-policies";
import { listPolicyVersions } from "@/lib/registry/policies/list-policy-versions";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import type { ConsoleProps, Query } from "../../../_parts/console-props";
import { impactOf } from "../../_parts/policy-paths";
import { findPolicy } from "../_parts/find-policy";
import { PolicyHeader } from "../_parts/policy-header";
import { CompareWith } from "./_parts/compare-with";
import { ImpactSummary } from "./_parts/impact-summary";
import { readChange } from "./_parts/read-change";
import { Replay } from "./_parts/replay";

export const metadata = { title: "Impact of a policy" };

export default page(async ({ params, searchParams }: ConsoleProps<"policy">) => {
  const { tenant, policy: id } = await params;
  const ctx = await requireMember(tenant, "policies:read", impactOf(tenant, id));
  const found = await findPolicy(ctx, id);
  return (
    <>
      <PolicyHeader ctx={ctx} found={found} tab="impact" />
      {found.policy ? (
        <Impact ctx={ctx} policy={found.policy} query={await searchParams} />
      ) : (
        <EmptyState icon="trash" title="This policy is deleted">
          It is not in force, and cannot be put into force any more.
        </EmptyState>
      )}
    </>
  );
});

async function Impact({ ctx, policy, query }: { ctx: Ctx; policy: PolicyView; query: Query }) {
  const { slug: tenant } = ctx.tenant;
  const { change, notUnderstood } = readChange(query, policy);
  const [versions, compared] = await Promise.all([
    listPolicyVersions(ctx, policy.id, { limit: 50 }),
    comparePolicies(ctx, {
      draft: change.kind === "out" ? { policy: policy.id, rule: null } : { policy: policy.id },
      ...(change.kind === "version" && { version: change.version }),
    }),
  ]);
  return (
    <div className="grid grid-cols-1 gap-6 pt-4 [&_summary]:min-h-6">
      <div className="grid grid-cols-1 gap-3">
        {notUnderstood.length > 0 && (
          <Notice tone="warning" title="Not everything in the address was understood">
            {notUnderstood.join(" ")}
          </Notice>
        )}
        <CompareWith
          action={impactOf(tenant, policy.id)}
          policy={policy}
          versions={versions.items.filter(({ version }) => version < policy.version)}
          change={change}
        />
        <ImpactSummary tenant={tenant} policy={policy} change={change} compared={compared} />
      </div>
      {hasScope(ctx.scopes, "policies:write") && hasScope(ctx.scopes, "events:read") && (
        <section aria-labelledby="replay" className="grid min-w-0 grid-cols-1 gap-3">
          <div>
            <h2 id="replay" className="font-semibold text-base">
              Recorded calls
            </h2>
            <p className="max-w-3xl text-fg-muted">
              Decides calls that were made again, with the facts of then: who called, how far they were trusted, with
              which arguments. Nothing is called, and the log stays as it is. What came out then is compared with this
              policy among those in force now, so other changes since then show, too.
            </p>
          </div>
          <Replay tenant={tenant} policy={policy.id} usual={change.kind === "out" ? "out" : "in"} />
        </section>
      )}
    </div>
  );
}
