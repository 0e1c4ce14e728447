import { LevelBadge } from "@/components/audit/level-badge";
import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import type { GrantView } from "@/lib/registry/grants/grant-view";
import type { HumanView } from "@/lib/registry/humans/human-view";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { ActionForm } from "../../../_parts/action-form";
import { ConfirmAction } from "../../../_parts/confirm-action";
import { SelectField } from "../../../_parts/fields";
import { levelOptions } from "../../../_parts/level-options";
import { QuickForm } from "../../../_parts/quick-form";
import { deleteGrantAction, putGrantAction } from "../../actions";

type Row = GrantView & { tenant: string; mayWrite: boolean };
const column = tableColumns<Row>();

const columns = [
  column.link({
    id: "server",
    header: "Server",
    value: ({ tenant, server, serverName }) => ({
      href: paths.server(tenant, server),
      text: serverName,
      note: <span className="font-mono">{server}</span>,
    }),
  }),
  column.custom({
    id: "ceiling",
    header: "Ceiling",
    width: "11rem",
    cell: ({ tenant, human, server, serverName, ceiling, mayWrite }) =>
      mayWrite ? (
        <QuickForm
          action={putGrantAction.bind(null, tenant)}
          fields={{ human, server }}
          done={`The ceiling on ${serverName} is changed.`}
          canUndo
        >
          <Select
            key={ceiling}
            name="ceiling"
            aria-label={`Ceiling on ${serverName}`}
            defaultValue={ceiling}
            options={levelOptions()}
            className="min-w-27"
          />
        </QuickForm>
      ) : (
        <LevelBadge level={ceiling} />
      ),
  }),
  column.time({ id: "updated", header: "Changed", value: ({ updatedAt }) => updatedAt }),
  column.actions({
    cell: ({ tenant, human, server, serverName, mayWrite }) =>
      mayWrite && (
        <ConfirmAction
          id={`remove-${server}`}
          action={deleteGrantAction.bind(null, tenant)}
          fields={{ human, server }}
          title={`Remove the ceiling on ${serverName}?`}
          description="No agent of this human may use the server from the next call on. Consents stay and count again once a ceiling is granted."
          confirmLabel="Remove ceiling"
          done={`The ceiling on ${serverName} is removed.`}
          label={`Remove the ceiling on ${serverName}`}
          variant="ghost"
          size="sm"
          icon="trash"
          square
        />
      ),
  }),
];

/** On which servers a human may delegate at all, and up to which level. */
export function Grants({
  ctx,
  human,
  grants,
  servers,
}: {
  ctx: Ctx;
  human: HumanView;
  grants: readonly GrantView[];
  servers: readonly ServerView[];
}) {
  const { slug } = ctx.tenant;
  const mayWrite = hasScope(ctx.scopes, "grants:write");
  const free = servers.filter(({ key }) => !grants.some(({ server }) => server === key));
  return (
    <Card
      flush
      title="Server access"
      description="The ceiling is the most that this human may let an agent do. In force is the lower of ceiling and consent."
      {...(mayWrite && free.length > 0 ? { foot: <AddGrant tenant={slug} human={human.key} servers={free} /> } : {})}
    >
      <DataTable
        caption="Ceilings"
        frame={false}
        columns={columns}
        rows={grants.map((grant) => ({ ...grant, tenant: slug, mayWrite }))}
        rowId={({ server }) => server}
        empty={
          <EmptyState icon="server" title="No ceiling yet">
            {servers.length === 0
              ? "Import a server first; then grant a ceiling on it here."
              : mayWrite
                ? "Choose a server and a level below. Until then, no agent of this human may use anything."
                : "An admin grants ceilings. Until then, no agent of this human may use anything."}
          </EmptyState>
        }
      />
    </Card>
  );
}

function AddGrant({ tenant, human, servers }: { tenant: string; human: string; servers: readonly ServerView[] }) {
  return (
    <ActionForm
      action={putGrantAction.bind(null, tenant)}
      done="The ceiling is granted."
      label="Grant a ceiling"
      className="grid w-full items-end gap-3 py-1 text-fg text-sm sm:grid-cols-[minmax(0,1fr)_10rem_auto]"
    >
      <input type="hidden" name="human" value={human} />
      <SelectField
        name="server"
        label="Server"
        required
        placeholder="Choose a server"
        options={servers.map(({ key, name }) => ({ value: key, label: `${name} (${key})` }))}
      />
      <SelectField name="ceiling" label="Ceiling" defaultValue="low" options={levelOptions()} />
      <SubmitButton variant="secondary" icon="plus">
        Grant
      </SubmitButton>
    </ActionForm>
  );
}
