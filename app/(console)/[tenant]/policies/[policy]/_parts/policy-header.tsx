import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { Tabs } from "@/components/ui/tabs";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { ActionButton } from "../../../_parts/action-button";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { EffectBadge, PolicyStatusBadge } from "../../_parts/policy-badges";
import { decisionsOf, impactOf, testsOf, versionsOf } from "../../_parts/policy-paths";
import { toScopeWords } from "../../_parts/scope-words";
import { deletePolicyAction, setPolicyStatusAction } from "../../actions";
import type { FoundPolicy } from "./find-policy";

/** The head of every tab of one policy. */
export function PolicyHeader({
  ctx,
  found: { policy, last },
  tab,
}: {
  ctx: Ctx;
  found: FoundPolicy;
  tab: "rule" | "tests" | "impact" | "versions" | "decisions";
}) {
  const { slug } = ctx.tenant;
  const { id, name } = last;
  const next = policy?.status === "active" ? "disabled" : "active";
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Policies", href: paths.policies(slug) }]}
        title={name}
        badge={
          <span className="flex flex-wrap items-center gap-2.5">
            {policy ? <PolicyStatusBadge status={policy.status} /> : <Badge icon="trash">Deleted</Badge>}
            <EffectBadge effect={last.effect} />
            <span className="text-fg-subtle text-xs">version {last.version}</span>
          </span>
        }
        description={`${last.effect === "deny" ? "Denies" : "Allows"} ${toScopeWords(last.scope)}.`}
        actions={
          policy &&
          hasScope(ctx.scopes, "policies:write") && (
            <>
              <ActionButton
                action={setPolicyStatusAction.bind(null, slug)}
                fields={{ policy: id, status: next }}
                icon={next === "active" ? "play" : "pause"}
                done={next === "active" ? `${name} is active.` : `${name} is disabled.`}
              >
                {next === "active" ? "Activate" : "Disable"}
              </ActionButton>
              <ConfirmAction
                id="delete-policy"
                action={deletePolicyAction.bind(null, slug)}
                fields={{ policy: id }}
                title={`Delete ${name}?`}
                description="It decides nothing from the next call on. Its versions and the decisions it made stay in the log."
                confirmLabel="Delete policy"
                variant="danger-quiet"
                icon="trash"
              >
                Delete
              </ConfirmAction>
            </>
          )
        }
      />
      <Tabs
        label={name}
        tabs={[
          { href: paths.policy(slug, id), label: "Rule", current: tab === "rule" },
          ...(policy ? [{ href: testsOf(slug, id), label: "Tests", current: tab === "tests" }] : []),
          ...(policy ? [{ href: impactOf(slug, id), label: "Impact", current: tab === "impact" }] : []),
          { href: versionsOf(slug, id), label: "Versions", current: tab === "versions", count: last.version },
          { href: decisionsOf(slug, id), label: "Decisions", current: tab === "decisions" },
        ]}
      />
    </>
  );
}
