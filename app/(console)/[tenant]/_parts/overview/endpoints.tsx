import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/text-link";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { ServerView } from "@/lib/registry/servers/server-view";

/** The addresses that agents are given. */
export function Endpoints({ tenant, servers }: { tenant: string; servers: readonly ServerView[] }) {
  return (
    <Card
      title="Endpoints"
      description="What an agent is pointed at: one address a server, with the token of its instance."
    >
      {servers.length === 0 ? (
        <p className="text-fg-muted">
          Each imported server gets an address of the form{" "}
          <code className="font-mono [overflow-wrap:anywhere]">{`${absolute(paths.mcp(tenant))}/<server>`}</code>.
        </p>
      ) : (
        <ul className="grid gap-2">
          {servers.map(({ key, name }) => {
            const url = absolute(paths.mcp(tenant, key));
            return (
              <li key={key} className="grid items-center gap-x-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
                <TextLink href={paths.server(tenant, key)} className="truncate">
                  {name}
                </TextLink>
                <span className="flex min-w-0 items-center gap-1">
                  <code className="min-w-0 font-mono text-fg-muted [overflow-wrap:anywhere]">{url}</code>
                  <CopyButton text={url} what={`address of ${name}`} />
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}
