import { MoreLink } from "@/components/ui/more-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { hasScope } from "@/lib/kernel/scope";
import { listPolicyVersions } from "@/lib/registry/policies/list-policy-versions";
import { type ConsoleProps, oneOf } from "../../../_parts/console-props";
import { orFirstPage } from "../../../_parts/or-first-page";
import { versionsOf } from "../../_parts/policy-paths";
import { restorePolicyVersionAction } from "../../actions";
import { findPolicy } from "../_parts/find-policy";
import { PolicyHeader } from "../_parts/policy-header";
import { PolicyVersion } from "./_parts/policy-version";

export const metadata = { title: "Versions of a policy" };

const pageSize = 20;

export default page(async ({ params, searchParams }: ConsoleProps<"policy">) => {
  const { tenant, policy: id } = await params;
  const ctx = await requireMember(tenant, "policies:read", versionsOf(tenant, id));
  const query = await searchParams;
  const [found, versions] = await Promise.all([
    findPolicy(ctx, id),
    orFirstPage(oneOf(query, "cursor"), (cursor) => listPolicyVersions(ctx, id, { limit: pageSize, cursor })),
  ]);
  const { items, nextCursor } = versions;
  // A page ends where its last version has something to be compared with.
  const shown = nextCursor === null ? items : items.slice(0, -1);
  const mayRestore = found.policy !== undefined && hasScope(ctx.scopes, "policies:write");
  return (
    <>
      <PolicyHeader ctx={ctx} found={found} tab="versions" />
      <ol className="grid max-w-4xl gap-4 pt-4">
        {shown.map((version, index) => (
          <PolicyVersion
            key={version.version}
            version={version}
            before={items[index + 1]}
            isPresent={found.policy?.version === version.version}
            restore={mayRestore ? restorePolicyVersionAction.bind(null, tenant) : undefined}
          />
        ))}
      </ol>
      {nextCursor !== null && <MoreLink href={`?cursor=${encodeURIComponent(nextCursor)}`} />}
    </>
  );
});
