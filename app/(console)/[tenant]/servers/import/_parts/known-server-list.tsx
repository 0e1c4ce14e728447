import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { type KnownServer, knownServers } from "@/lib/registry/servers/known-servers";
import { connectTo } from "../../_parts/server-paths";

/** Servers of which the address is known; those that are here already are said to be. */
export function KnownServerList({ tenant, imported }: { tenant: string; imported: ReadonlySet<string> }) {
  return (
    <ul className="grid gap-2 sm:grid-cols-2 lg:grid-cols-3">
      {knownServers.map((server) => (
        <KnownServerCard
          key={server.key}
          server={server}
          href={connectTo(tenant, { known: server.key })}
          isImported={imported.has(server.url)}
        />
      ))}
    </ul>
  );
}

function KnownServerCard({ server, href, isImported }: { server: KnownServer; href: string; isImported: boolean }) {
  return (
    <li className="relative grid content-start gap-1 rounded-lg border border-line px-3 py-2.5 focus-within:border-line-strong hover:bg-hover">
      <p className="flex flex-wrap items-center justify-between gap-2">
        <Link href={href} className="rounded-xs font-medium after:absolute after:inset-0">
          {server.name}
        </Link>
        {isImported ? (
          <Badge tone="success" icon="check" quiet>
            Imported
          </Badge>
        ) : (
          <span className="text-fg-muted text-xs">{server.auth === "oauth" ? "Own accounts" : "Open to all"}</span>
        )}
      </p>
      <p className="text-fg-muted text-xs">{server.description}</p>
    </li>
  );
}
