import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Time } from "@/components/ui/time";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import type { ServerView } from "@/lib/registry/servers/server-view";

const auths: Record<ServerView["auth"]["kind"], string> = {
  none: "None",
  header: "A header, the same for everybody",
  oauth: "OAuth, of each human their own",
};
const eras = { legacy: "legacy era", modern: "modern era" } as const;

/** A name and a version, as the server itself says them. */
const toSelf = (info: ServerView["serverInfo"]): string | null =>
  info === null ? null : [info["name"], info["version"]].filter((part) => typeof part === "string").join(" ");

export function ServerFacts({ tenant, server }: { tenant: string; server: ServerView }) {
  const endpoint = absolute(paths.mcp(tenant, server.key));
  return (
    <Card title="Addresses">
      <KeyValues>
        <KeyValue name="For agents" mono copy={endpoint}>
          {endpoint}
        </KeyValue>
        <KeyValue name="Upstream" mono copy={server.url}>
          {server.url}
        </KeyValue>
        <KeyValue name="Credential">
          {auths[server.auth.kind]}
          {(server.auth.scopes?.length ?? 0) > 0 && (
            <code className="block font-mono text-xs">{server.auth.scopes?.join(" ")}</code>
          )}
          {server.auth.header !== undefined && <code className="block font-mono text-xs">{server.auth.header}</code>}
        </KeyValue>
        <KeyValue name="Protocol">
          {server.protocolVersion}
          {server.era !== null && <span className="text-fg-subtle"> {eras[server.era]}</span>}
        </KeyValue>
        <KeyValue name="Calls itself">{toSelf(server.serverInfo)}</KeyValue>
        <KeyValue name="Asked for tools">
          {server.discoveredAt !== null && <Time value={server.discoveredAt} format="full" />}
        </KeyValue>
        <KeyValue name="Imported">
          <Time value={server.createdAt} format="full" />
        </KeyValue>
        <KeyValue name="Server id" mono copy={server.id}>
          {server.id}
        </KeyValue>
      </KeyValues>
    </Card>
  );
}
