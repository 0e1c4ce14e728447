import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import type { EvaluatedPolicy, Step } from "@/lib/policy/decision";
import { PolicyLabel } from "./policy-label";

function Row({
  tenant,
  evaluated: { policy, result },
  determining,
  shadow,
}: {
  tenant: string;
  evaluated: EvaluatedPolicy;
  determining: boolean;
  shadow: boolean;
}) {
  const applies = result === "applies";
  return (
    <li className={cx("flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-1.5", !applies && "text-fg-muted")}>
      <span className="min-w-0 flex-1 basis-40" title={policy.description}>
        <PolicyLabel tenant={tenant} policy={policy} />
      </span>
      {determining && (
        <Badge tone="accent" icon="arrow-left">
          Decided
        </Badge>
      )}
      {shadow && <Badge icon="eye">Shadow, not enforced</Badge>}
      <Badge
        tone={policy.effect === "allow" ? "success" : "denied"}
        icon={policy.effect === "allow" ? "check" : "ban"}
        quiet
        className="w-14"
      >
        {policy.effect === "allow" ? "Allow" : "Deny"}
      </Badge>
      <span className={cx("text-xs sm:w-24", applies ? "font-medium" : "text-fg-subtle")}>
        {applies ? "Applies" : "Does not apply"}
      </span>
    </li>
  );
}

const shownAtOnce = 6;

/** Every policy that was asked, those that decided first. Shadow policies are told apart: they only watch. */
export function PoliciesEvaluated({ tenant, step }: { tenant: string; step: Extract<Step, { stage: "policies" }> }) {
  const rank = (each: EvaluatedPolicy) =>
    step.determining.includes(each.policy.id) ? 0 : each.result === "applies" ? 1 : 2;
  const rows = [
    ...[...step.evaluated].sort((a, b) => rank(a) - rank(b)).map((evaluated) => ({ evaluated, shadow: false })),
    ...step.shadow.map((evaluated) => ({ evaluated, shadow: true })),
  ].map(({ evaluated, shadow }) => (
    <Row
      key={`${evaluated.policy.id}/${shadow}`}
      tenant={tenant}
      evaluated={evaluated}
      shadow={shadow}
      determining={!shadow && step.determining.includes(evaluated.policy.id)}
    />
  ));
  if (rows.length === 0) return null;
  return (
    <div className="rounded-md border border-line bg-surface">
      <ul className="divide-y divide-line">{rows.slice(0, shownAtOnce)}</ul>
      {rows.length > shownAtOnce && (
        <details className="group/more border-line border-t">
          <summary className="rounded-md px-3 py-1.5 text-accent text-xs hover:underline group-open/more:hidden">
            {rows.length - shownAtOnce} more policies
          </summary>
          <ul className="divide-y divide-line">{rows.slice(shownAtOnce)}</ul>
        </details>
      )}
    </div>
  );
}
