import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import type { ConsoleProps } from "../../_parts/console-props";
import { openDraft } from "../_parts/open-draft";
import { PolicyForm } from "../_parts/policy-form";
import { scopeOptions } from "../_parts/scope-options";
import { checkPolicyAction, createPolicyAction } from "../actions";

export const metadata = { title: "New policy" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "policies:write", paths.newPolicy(tenant));
  const [options, checked] = await Promise.all([scopeOptions(ctx, {}), openDraft(ctx, undefined)]);
  return (
    <div className="mx-auto max-w-3xl xl:max-w-[73rem]">
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(tenant) }]}
        title="New policy"
        description="A deny outranks every allow. Try it in shadow first: it is evaluated and recorded, and decides nothing."
      />
      <PolicyForm
        action={createPolicyAction.bind(null, tenant)}
        check={checkPolicyAction.bind(null, tenant)}
        options={options}
        checked={checked}
        submitLabel="Create policy"
      >
        <ButtonLink href={paths.policies(tenant)}>Cancel</ButtonLink>
      </PolicyForm>
    </div>
  );
});
