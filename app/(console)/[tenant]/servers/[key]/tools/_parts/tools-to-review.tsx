import { Notice } from "@/components/ui/notice";
import type { ServerView, ToolView } from "@/lib/registry/servers/server-view";
import { ActionButton } from "../../../../_parts/action-button";
import { acceptSuggestionsAction } from "../../../actions";

const count = (number: number): string => (number === 1 ? "1 tool" : `${number} tools`);

/** What waits for an admin on this page, if anything does. */
export function ToolsToReview({
  tenant,
  server,
  mayWrite,
}: {
  tenant: string;
  server: ServerView & { tools: readonly ToolView[] };
  mayWrite: boolean;
}) {
  const toReview = server.tools.filter(({ state }) => state === "review").length;
  const quarantined = server.tools.filter(({ state }) => state === "quarantined").length;
  return (
    <>
      {quarantined > 0 && (
        <Notice tone="warning" title={`${count(quarantined)} quarantined`}>
          Nobody may call {quarantined === 1 ? "it" : "them"} until somebody has accepted the definition. Open{" "}
          {quarantined === 1 ? "it" : "each"} to see what differs.
        </Notice>
      )}
      {toReview > 0 && (
        <Notice
          tone="info"
          title={`${count(toReview)} to review`}
          actions={
            mayWrite && (
              <ActionButton
                action={acceptSuggestionsAction.bind(null, tenant)}
                fields={{ server: server.key }}
                size="sm"
                done="The suggestions are accepted."
              >
                Accept all suggestions
              </ActionButton>
            )
          }
        >
          The suggested level rests on little evidence. Choose another or accept it; until then it counts as it stands.
        </Notice>
      )}
    </>
  );
}
