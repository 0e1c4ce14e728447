"use client";

import { useState } from "react";
import { Icon } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import type { EventChanges } from "@/lib/audit/event";
import { paths } from "@/lib/kernel/paths";
import type { PolicyRef } from "@/lib/policy/decision";
import type { PolicyVersionView, PolicyView } from "@/lib/registry/policies/policy-view";
import { ChangeDiff } from "./change-diff";
import { toPolicyChanges } from "./policy-since";

type Compared = { changes: EventChanges; now: number; isDeleted: boolean };
type State = { step: "closed" | "loading" | "failed" } | ({ step: "read" } & Compared);

/** A policy as an event recorded it, beside what it is today. Asked for when it is opened; nothing of it is part of the record. */
export function PolicyToday({ tenant, policy }: { tenant: string; policy: PolicyRef }) {
  const [state, setState] = useState<State>({ step: "closed" });
  const opened = (isOpen: boolean) => {
    if (!isOpen || state.step === "loading" || state.step === "read") return;
    setState({ step: "loading" });
    compare(tenant, policy).then(
      (compared) => setState({ step: "read", ...compared }),
      // Said in its place, beside the link to the versions.
      () => setState({ step: "failed" }),
    );
  };
  const versions = <TextLink href={`${paths.policy(tenant, policy.id)}/versions`}>All its versions</TextLink>;
  return (
    <details className="group/today mt-1 min-w-0" onToggle={(event) => opened(event.currentTarget.open)}>
      <summary className="flex w-fit items-center gap-1 rounded-xs py-0.5 text-fg-muted text-xs hover:text-fg">
        <Icon name="chevron-right" size={12} className="transition-transform group-open/today:rotate-90" />
        Compare with today
      </summary>
      <div className="grid gap-2 pt-1.5 pb-1">
        <p role="status" className="text-fg-muted text-xs">
          {state.step === "loading" && "Reading the policy… "}
          {state.step === "failed" && "The policy of today could not be read. "}
          {state.step === "read" && `${toSentence(policy.version, state)} `}
          {versions}
        </p>
        {state.step === "read" && <ChangeDiff changes={state.changes} />}
      </div>
    </details>
  );
}

function toSentence(then: number, { now, isDeleted }: Compared): string {
  if (isDeleted) return `Deleted since. Before: version ${then}; after: version ${now}, the last one.`;
  if (now === then) return `Version ${then} is still the present one.`;
  return `Before: version ${then}, as it was then; after: version ${now}, as it is today.`;
}

async function compare(tenant: string, policy: PolicyRef): Promise<Compared> {
  const place = `policies/${encodeURIComponent(policy.id)}`;
  const [found, versions] = await Promise.all([
    fetch(paths.api(tenant, place)),
    fetch(paths.api(tenant, `${place}/versions?limit=200`)),
  ]);
  if (!versions.ok || !(found.ok || found.status === 404)) throw new Error("The policy could not be read.");
  // safe because the API answers these paths with exactly these shapes
  const { items } = (await versions.json()) as { items: PolicyVersionView[] };
  const now = found.ok ? ((await found.json()) as PolicyView) : items[0]; // safe as above
  if (now === undefined) throw new Error("The policy has no versions.");
  const then = items.find(({ version }) => version === policy.version);
  return { changes: toPolicyChanges(policy, then, now), now: now.version, isDeleted: !found.ok };
}
