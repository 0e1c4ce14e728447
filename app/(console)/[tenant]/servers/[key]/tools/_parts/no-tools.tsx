import { EmptyState } from "@/components/ui/empty-state";

/** Why a server has no tools here. */
export function NoTools({ needsConnection }: { needsConnection: boolean }) {
  return needsConnection ? (
    <EmptyState icon="connection" title="Needs a connection to list its tools">
      The server tells them only to somebody who has connected an account there.
    </EmptyState>
  ) : (
    <EmptyState icon="tool" title="This server offers no tools">
      Refresh the tools when it does.
    </EmptyState>
  );
}
