import { EmptyState } from "@/components/ui/empty-state";
import { Notice } from "@/components/ui/notice";
import { Stat } from "@/components/ui/stat";
import type { ComparedPolicies } from "@/lib/registry/decisions/compare-policies";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { ImpactGroups } from "./impact-groups";
import { type Change, toChangeWords } from "./read-change";
import { verdictLooks, verdicts } from "./verdicts";

/** What a change would mean for every live instance: five counts, then the tools that it matters to. */
export function ImpactSummary({
  tenant,
  policy,
  change,
  compared: { instances, unchanged, counts, rows, truncated },
}: {
  tenant: string;
  policy: PolicyView;
  change: Change;
  compared: ComparedPolicies;
}) {
  const nothing = rows.length === 0;
  return (
    <section aria-labelledby="impact" className="grid min-w-0 grid-cols-1 gap-3">
      <div>
        <h2 id="impact" className="font-semibold text-base">
          Live instances
        </h2>
        <p className="max-w-3xl text-fg-muted">
          What {toChangeWords(change, policy)} would mean for the tools of {instances.toLocaleString("en")} live{" "}
          {instances === 1 ? "instance" : "instances"}, before any of them is called. Every example has been decided
          both ways; unproved means that a difference is possible and no call was found that shows it.
        </p>
      </div>
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5">
        {verdicts.map((verdict) => (
          <Stat
            key={verdict}
            label={verdictLooks[verdict].word}
            value={counts[verdict].toLocaleString("en")}
            note={verdictLooks[verdict].means}
          />
        ))}
        <Stat label="Unchanged" value={unchanged.toLocaleString("en")} note="no call differs" />
      </div>
      {truncated && (
        <Notice tone="warning" title="This is not everything">
          There are more live instances or more differences than one page can hold. The widening ones come first.
        </Notice>
      )}
      {nothing ? (
        <div className="rounded-lg border border-line">
          <EmptyState icon="proof" title={instances === 0 ? "No live instance" : "Nothing changes for anybody"}>
            {instances === 0
              ? "Nobody has an agent connected, so there is nobody that this policy could matter to yet."
              : "Of every tool that a live instance may reach, each call would be decided as it is now."}
          </EmptyState>
        </div>
      ) : (
        <ImpactGroups
          tenant={tenant}
          rows={rows}
          tried={change.kind === "out" ? { without: policy.id } : { policy: policy.id }}
        />
      )}
    </section>
  );
}
