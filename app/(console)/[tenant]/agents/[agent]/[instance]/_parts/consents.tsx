import { LevelBadge } from "@/components/audit/level-badge";
import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Select } from "@/components/ui/select";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { minLevel } from "@/lib/policy/level";
import type { GrantView } from "@/lib/registry/grants/grant-view";
import type { InstanceView } from "@/lib/registry/instances/instance-view";
import { ConfirmAction } from "../../../../_parts/confirm-action";
import { levelOptions } from "../../../../_parts/level-options";
import { QuickForm } from "../../../../_parts/quick-form";
import { putConsentAction, revokeConsentAction } from "../../../actions";

type Row = InstanceView["consents"][number] & {
  tenant: string;
  instance: string;
  ceiling: GrantView["ceiling"] | undefined;
  mayWrite: boolean;
};
const column = tableColumns<Row>();

const columns = [
  column.link({
    id: "server",
    header: "Server",
    value: ({ tenant, server, serverName, excludedTools }) => ({
      href: paths.server(tenant, server),
      text: serverName,
      note:
        excludedTools.length === 0 ? (
          <span className="font-mono">{server}</span>
        ) : (
          <span title={excludedTools.join(", ")}>without {excludedTools.join(", ")}</span>
        ),
    }),
  }),
  column.custom({
    id: "ceiling",
    header: "Ceiling",
    cell: ({ ceiling }) =>
      ceiling === undefined ? <Badge icon="minus">None</Badge> : <LevelBadge level={ceiling} quiet />,
  }),
  column.custom({
    id: "consent",
    header: "Consent",
    width: "11rem",
    cell: ({ tenant, instance, server, serverName, level, mayWrite }) =>
      mayWrite ? (
        <QuickForm
          action={putConsentAction.bind(null, tenant)}
          fields={{ instance, server }}
          done={`The consent for ${serverName} is lowered.`}
        >
          <Select
            key={level}
            name="level"
            aria-label={`Consent for ${serverName}`}
            defaultValue={level}
            options={levelOptions(level)}
            className="min-w-27"
          />
        </QuickForm>
      ) : (
        <LevelBadge level={level} />
      ),
  }),
  column.custom({
    id: "effective",
    header: "In force",
    cell: ({ ceiling, level }) =>
      ceiling === undefined ? <Badge icon="ban">Nothing</Badge> : <LevelBadge level={minLevel(ceiling, level)} />,
  }),
  column.time({ id: "expires", header: "Expires", value: ({ expiresAt }) => expiresAt, never: "until revoked" }),
  column.actions({
    cell: ({ tenant, instance, server, serverName, mayWrite }) =>
      mayWrite && (
        <ConfirmAction
          id={`revoke-${server}`}
          action={revokeConsentAction.bind(null, tenant)}
          fields={{ instance, server }}
          title={`Revoke the consent for ${serverName}?`}
          description="This instance may not use the server from the next call on. Only the human can give the consent again."
          confirmLabel="Revoke consent"
          done={`The consent for ${serverName} is revoked.`}
          label={`Revoke the consent for ${serverName}`}
          variant="ghost"
          size="sm"
          icon="trash"
          square
        />
      ),
  }),
];

/** What one instance may use: the human's consents, which an admin can lower and revoke, never raise. */
export function Consents({
  ctx,
  instance,
  grants,
}: {
  ctx: Ctx;
  instance: InstanceView;
  grants: readonly GrantView[];
}) {
  const mayWrite = hasScope(ctx.scopes, "consents:write") && instance.status !== "disconnected";
  return (
    <Card
      flush
      title="Consents"
      description="They can be lowered and revoked here; raising one needs the human. In force is the lower of ceiling and consent."
    >
      <DataTable
        caption="Consents"
        frame={false}
        columns={columns}
        rows={instance.consents.map((consent) => ({
          ...consent,
          tenant: ctx.tenant.slug,
          instance: instance.id,
          ceiling: grants.find(({ server }) => server === consent.server)?.ceiling,
          mayWrite,
        }))}
        rowId={({ server }) => server}
        empty={
          <EmptyState icon="consent" title="No consent">
            This instance may use nothing. Connect the agent again to choose servers.
          </EmptyState>
        }
      />
    </Card>
  );
}
