import { ButtonLink } from "@/components/ui/button-link";
import { EmptyState } from "@/components/ui/empty-state";
import { paths } from "@/lib/kernel/paths";

export function NoServers({ tenant, mayWrite }: { tenant: string; mayWrite: boolean }) {
  return (
    <EmptyState
      icon="server"
      title="No server has been imported yet"
      actions={
        mayWrite && (
          <ButtonLink href={paths.newServer(tenant)} variant="primary">
            Import a server
          </ButtonLink>
        )
      }
    >
      {mayWrite
        ? "Give the URL of an MCP server. Countersign asks it for its tools and suggests a level for each."
        : "An admin imports servers. Their tools appear here."}
    </EmptyState>
  );
}
