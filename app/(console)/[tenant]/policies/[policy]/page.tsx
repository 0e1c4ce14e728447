import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { ConsoleProps } from "../../_parts/console-props";
import { PolicyForm } from "../_parts/policy-form";
import { scopeOptions } from "../_parts/scope-options";
import { updatePolicyAction } from "../actions";
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
      <div className="max-w-3xl pt-4">
        {policy && hasScope(ctx.scopes, "policies:write") ? (
          <PolicyForm
            // A new version brings its own fields.
            key={policy.version}
            action={updatePolicyAction.bind(null, tenant)}
            policy={policy}
            options={await scopeOptions(ctx, policy.scope)}
            submitLabel="Save as a new version"
            done="Saved. It counts from the next call on."
          />
        ) : (
          <PolicyFacts policy={found.last} />
        )}
      </div>
    </>
  );
});
