import { tableColumns } from "@/components/table/table-columns";
import type { PolicyView } from "@/lib/registry/policies/policy-view";
import { EffectBadge, PolicyStatusBadge } from "./policy-badges";
import { PolicyCell } from "./policy-cell";
import { toScopeWords } from "./scope-words";

const column = tableColumns<PolicyView & { tenant: string }>();

export const policyColumns = [
  column.custom({
    id: "name",
    header: "Policy",
    isRowHeader: true,
    cell: ({ tenant, ...policy }) => <PolicyCell tenant={tenant} policy={policy} />,
  }),
  column.custom({ id: "effect", header: "Effect", cell: ({ effect }) => <EffectBadge effect={effect} /> }),
  column.text({ id: "scope", header: "Covers", value: ({ scope }) => toScopeWords(scope) }),
  column.custom({ id: "status", header: "Status", cell: ({ status }) => <PolicyStatusBadge status={status} /> }),
  column.number({ id: "version", header: "Version", wideOnly: true, value: ({ version }) => version }),
  column.time({ id: "updated", header: "Changed", value: ({ updatedAt }) => updatedAt }),
];
