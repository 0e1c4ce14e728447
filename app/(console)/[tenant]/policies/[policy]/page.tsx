import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ConsoleProps } from "../../_parts/console-props";
import { openDraft } from "../_parts/open-draft";
import { PolicyForm } from "../_parts/policy-form";
import { testsOf } from "../_parts/policy-paths";
import { scopeOptions } from "../_parts/scope-options";
import { checkPolicyAction, updatePolicyAction } from "../actions";
import { findPolicy } from "./_parts/find-policy";
import { PolicyFacts } from "./_parts/policy-facts";
import { PolicyHeader } from "./_parts/policy-header";

export const metadata = { title: "Policy" };

export default page(async ({ params }: ConsoleProps<"policy">) => {
  const { tenant, policy: id } = await params;
  const ctx = await requireMember(tenant, "policies:read", paths.policy(tenant, id));
  const found = await findPolicy(ctx, id);
  const { policy } = found;
  return (
    <>
      <PolicyHeader ctx={ctx} found={found} tab="rule" />
      <div className="max-w-3xl pt-4 xl:max-w-none">
        {policy && hasScope(ctx.scopes, "policies:write") ? (
          <PolicyForm
            // A new version brings its own fields.
            key={policy.version}
            action={updatePolicyAction.bind(null, tenant)}
            policy={policy}
            check={checkPolicyAction.bind(null, tenant)}
            options={await scopeOptions(ctx, policy.scope)}
            checked={await openDraft(ctx, policy)}
            testsHref={testsOf(tenant, id)}
            submitLabel="Save as a new version"
            done="Saved. It counts from the next call on."
          />
        ) : (
          <PolicyFacts found={found} />
        )}
      </div>
    </>
  );
});
