import { tableColumns } from "@/components/table/table-columns";
import { Badge } from "@/components/ui/badge";
import { TextLink } from "@/components/ui/text-link";
import { paths } from "@/lib/kernel/paths";
import type { ReportView } from "@/lib/registry/reports/report-view";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { resolveReportAction } from "../../actions";

export type ReportRow = ReportView & { tenant: string; mayResolve: boolean };
const column = tableColumns<ReportRow>();

export const reportColumns = [
  column.link({
    id: "event",
    header: "Event",
    value: ({ tenant, event, text }) => ({
      href: paths.event(tenant, event),
      text: text === "" ? "It should not have happened" : text,
    }),
  }),
  column.custom({
    id: "human",
    header: "Human",
    cell: ({ tenant, human }) => (
      <TextLink href={paths.human(tenant, human.key)}>{human.name ?? human.email ?? human.key}</TextLink>
    ),
  }),
  column.custom({
    id: "instance",
    header: "Agent",
    cell: ({ tenant, instance }) =>
      instance === null ? (
        "none"
      ) : (
        <TextLink href={paths.instance(tenant, instance.agent.slug, instance.id)}>{instance.label}</TextLink>
      ),
  }),
  column.time({ id: "created", header: "Reported", value: ({ createdAt }) => createdAt, never: "" }),
  column.custom({
    id: "state",
    header: "State",
    cell: ({ resolvedAt }) =>
      resolvedAt === null ? (
        <Badge tone="denied" icon="alert">
          Open
        </Badge>
      ) : (
        <Badge tone="success" icon="check">
          Resolved
        </Badge>
      ),
  }),
  column.actions({
    cell: ({ id, tenant, resolvedAt, human, mayResolve }) =>
      mayResolve &&
      resolvedAt === null && (
        <ConfirmAction
          id={`resolve-${id}`}
          action={resolveReportAction.bind(null, tenant)}
          fields={{ report: id }}
          title="Have you dealt with it?"
          description={`${human.name ?? human.email ?? human.key} sees that it is resolved. The agent stays paused until they resume it.`}
          confirmLabel="Resolve"
          done="The report is resolved."
          tone="primary"
          variant="secondary"
          size="sm"
        >
          Resolve
        </ConfirmAction>
      ),
  }),
];
