import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { PolicyRef } from "@/lib/policy/decision";

/**
 * A policy as it was then: name and version, linked to what it is now. Gates of the product have no page, and none is for
 * whoever reads their own events: `tenant` null.
 */
export function PolicyLabel({ tenant, policy }: { tenant: string | null; policy: PolicyRef }) {
  const name = policy.name === "" ? policy.id : policy.name;
  return (
    <>
      {tenant === null || policy.id.startsWith("builtin:") ? (
        <span>{name}</span>
      ) : (
        <TextLink href={paths.policy(tenant, policy.id)}>{name}</TextLink>
      )}{" "}
      <span className="whitespace-nowrap text-fg-subtle text-xs">
        {policy.id.startsWith("builtin:") ? "built in" : `version ${policy.version}`}
      </span>
    </>
  );
}
