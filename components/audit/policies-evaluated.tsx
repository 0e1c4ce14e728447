import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import type { Effect, EvaluatedPolicy, PolicyResult, Step } from "@/lib/policy/decision";
import { ConditionTree } from "./condition-tree";
import { PolicyLabel } from "./policy-label";

const resultWords: Record<PolicyResult, string> = {
  applies: "Applies",
  does_not_apply: "Does not apply",
  applies_on_error: "Applies, because it could not be told",
  skipped_on_error: "Skipped, because it could not be told",
};

const holds = (result: PolicyResult): boolean => result === "applies" || result === "applies_on_error";

const wouldWords: Record<Effect, string> = { allow: "Would have allowed", deny: "Would have denied" };

function inShadow({ policy, result }: EvaluatedPolicy): string {
  const because = result.endsWith("_on_error") ? ", because it could not be told" : "";
  return `${holds(result) ? wouldWords[policy.effect] : "Would not have applied"}${because}`;
}

/** One policy that was asked; with its conditions part by part, where it has any. */
function Row({
  tenant,
  evaluated,
  determining,
  shadow,
}: {
  tenant: string | null;
  evaluated: EvaluatedPolicy;
  determining: boolean;
  shadow: boolean;
}) {
  const { policy, result, when, unless } = evaluated;
  const does = holds(result);
  const head = (
    <>
      {determining && (
        <Badge tone="accent" icon="arrow-left">
          Decided
        </Badge>
      )}
      <Badge
        tone={policy.effect === "allow" ? "success" : "denied"}
        icon={policy.effect === "allow" ? "check" : "ban"}
        quiet
        className="w-14"
      >
        {policy.effect === "allow" ? "Allow" : "Deny"}
      </Badge>
      <span
        className={cx(
          "text-xs sm:w-40",
          result.endsWith("_on_error") ? "font-medium text-error" : does ? "font-medium" : "text-fg-subtle",
        )}
      >
        {shadow ? inShadow(evaluated) : (resultWords[result] ?? result)}
      </span>
    </>
  );
  return (
    <li className={cx("px-3 py-1.5", !does && "text-fg-muted")}>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="min-w-0 flex-1 basis-40" title={policy.description}>
          <PolicyLabel tenant={tenant} policy={policy} />
        </span>
        {head}
      </div>
      {(when || unless) && (
        <details className="group/conditions min-w-0" open={determining}>
          <summary className="flex w-fit items-center gap-1 rounded-xs py-0.5 text-fg-muted text-xs hover:text-fg">
            <Icon name="chevron-right" size={12} className="transition-transform group-open/conditions:rotate-90" />
            {when && unless ? "Its condition and its exception" : when ? "Its condition" : "Its exception"}
          </summary>
          <div className="grid gap-2 pt-1 pb-1 pl-4 text-fg">
            {when && <ConditionTree title="When" trace={when} />}
            {unless && <ConditionTree title="Unless" trace={unless} />}
          </div>
        </details>
      )}
    </li>
  );
}

const shownAtOnce = 6;

function PolicyList({
  label,
  tenant,
  policies,
  determining,
  shadow = false,
}: {
  label: string;
  tenant: string | null;
  policies: readonly EvaluatedPolicy[];
  determining: readonly string[];
  shadow?: boolean | undefined;
}) {
  const rows = policies.map((evaluated) => (
    <Row
      key={evaluated.policy.id}
      tenant={tenant}
      evaluated={evaluated}
      shadow={shadow}
      determining={determining.includes(evaluated.policy.id)}
    />
  ));
  return (
    <div className="rounded-md border border-line bg-surface">
      <ul aria-label={label} className="divide-y divide-line">
        {rows.slice(0, shownAtOnce)}
      </ul>
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

/** Every policy that was asked, those that decided first. Shadow policies have a list of their own: they only watch. */
export function PoliciesEvaluated({
  tenant,
  step,
}: {
  tenant: string | null;
  step: Extract<Step, { stage: "policies" }>;
}) {
  const { evaluated, determining, shadow } = step;
  const rank = ({ policy, result }: EvaluatedPolicy) =>
    determining.includes(policy.id) ? 0 : holds(result) ? 1 : result === "skipped_on_error" ? 2 : 3;
  const byRank = (policies: readonly EvaluatedPolicy[]) => [...policies].sort((a, b) => rank(a) - rank(b));
  if (evaluated.length === 0 && shadow.length === 0) return null;
  return (
    <div className="grid min-w-0 gap-2">
      {evaluated.length > 0 && (
        <PolicyList label="Policies evaluated" tenant={tenant} policies={byRank(evaluated)} determining={determining} />
      )}
      {shadow.length > 0 && (
        <>
          <p className="flex items-center gap-1.5 text-fg-muted text-xs">
            <Icon name="eye" size={14} />
            In shadow: {shadow.length === 1 ? "this policy was" : "these policies were"} evaluated, and decided nothing.
          </p>
          <PolicyList label="Policies in shadow" tenant={tenant} policies={byRank(shadow)} determining={[]} shadow />
        </>
      )}
    </div>
  );
}
