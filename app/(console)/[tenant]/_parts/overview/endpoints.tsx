import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { TextLink } from "@/components/ui/text-link";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { ServerView } from "@/lib/registry/servers/server-view";

/** The addresses that agents are given. */
export function Endpoints({ tenant, servers }: { tenant: string; servers: readonly ServerView[] }) {
  const places = [
    { key: "", name: "All servers", href: undefined, url: absolute(paths.mcp(tenant)) },
    ...servers.map(({ key, name }) => ({
      ...{ key, name, href: paths.server(tenant, key), url: absolute(paths.mcp(tenant, key)) },
    })),
  ];
  return (
    <Card
      title="Endpoints"
      description="What an agent is pointed at: the address of one server, or the one of all that its human gives it."
    >
      {servers.length === 0 ? (
        <p className="text-fg-muted">
          Each imported server gets an address of the form{" "}
          <code className="font-mono [overflow-wrap:anywhere]">{`${absolute(paths.mcp(tenant))}/<server>`}</code>.
        </p>
      ) : (
        <ul className="grid gap-2">
          {places.map(({ key, name, href, url }) => (
            <li key={key} className="grid items-center gap-x-4 sm:grid-cols-[10rem_minmax(0,1fr)]">
              {href === undefined ? (
                <span>{name}</span>
              ) : (
                <TextLink href={href} className="truncate">
                  {name}
                </TextLink>
              )}
              <span className="flex min-w-0 items-center gap-1">
                <code className="min-w-0 font-mono text-fg-muted [overflow-wrap:anywhere]">{url}</code>
                <CopyButton text={url} what={`address of ${name}`} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
