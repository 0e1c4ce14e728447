import { PageHeader } from "@/components/shell/page-header";
import { DataTable } from "@/components/table/data-table";
import { tableColumns } from "@/components/table/table-columns";
import { Badge } from "@/components/ui/badge";
import { page } from "@/lib/console/page";
import { requireUser } from "@/lib/console/require-myself";
import { paths } from "@/lib/kernel/paths";
import { listSessions, type SessionView } from "@/lib/registry/sessions/session-rows";
import { ConfirmAction } from "../../(console)/[tenant]/_parts/confirm-action";
import { MyFrame } from "../_parts/my-frame";
import { endOtherSessionsAction, endSessionAction } from "../actions";

export const metadata = { title: "Your sessions" };

type Row = SessionView & { isThis: boolean };
const column = tableColumns<Row>();

const columns = [
  column.custom({
    id: "browser",
    header: "Browser",
    cell: ({ userAgent, isThis }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <span className="[overflow-wrap:anywhere]">{userAgent ?? "It did not say"}</span>
        {isThis && <Badge tone="success">This one</Badge>}
      </span>
    ),
  }),
  column.text({ id: "ip", header: "Address", value: ({ ip }) => ip }),
  column.time({ id: "since", header: "Since", value: ({ createdAt }) => createdAt, never: "" }),
  column.time({ id: "until", header: "Until", value: ({ expiresAt }) => expiresAt, never: "" }),
  column.actions({
    cell: ({ id, isThis }) => (
      <ConfirmAction
        id={`end-${id}`}
        action={endSessionAction}
        fields={{ session: id }}
        title={isThis ? "Sign out here?" : "End this session?"}
        description="That browser is signed out at its next request."
        confirmLabel={isThis ? "Sign out" : "End session"}
        done="The session is ended."
        label={isThis ? "End this session, which you are in" : "End session"}
        variant="ghost"
        size="sm"
        icon="sign-out"
        square
      />
    ),
  }),
];

/** Where whoever is signed in is signed in. */
export default page(async () => {
  const user = await requireUser(paths.mySessions());
  const sessions = await listSessions(user.id);
  const hasOthers = sessions.some(({ id }) => id !== user.sessionId);
  return (
    <MyFrame
      user={user}
      tab="sessions"
      header={
        <PageHeader
          title="Your sessions"
          description="Browsers in which you are signed in. A session ends by itself after a week."
          actions={
            hasOthers && (
              <ConfirmAction
                id="end-others"
                action={endOtherSessionsAction}
                fields={{}}
                title="End every other session?"
                description="Every other browser is signed out at its next request. You stay signed in here."
                confirmLabel="End the others"
                done="The other sessions are ended."
                variant="danger-quiet"
                icon="sign-out"
              >
                End all others
              </ConfirmAction>
            )
          }
        />
      }
    >
      <div className="pt-4">
        <DataTable
          caption="Sessions"
          columns={columns}
          rows={sessions.map((session) => ({ ...session, isThis: session.id === user.sessionId }))}
          rowId={({ id }) => id}
          empty={null}
        />
      </div>
    </MyFrame>
  );
});
