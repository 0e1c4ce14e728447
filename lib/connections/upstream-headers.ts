import "server-only";
import { unseal } from "@/lib/kernel/keys";
import { secretAbout } from "@/lib/registry/servers/create-server";

/** What is needed to speak to one upstream on behalf of the tenant. */
export type UpstreamAuth = {
  tenantNo: number;
  serverId: string;
  auth: "none" | "header" | "oauth";
  authHeader: string | null;
  authSecret: Uint8Array | null;
};

/** The headers that carry the upstream's credential; empty where it needs none. */
export function upstreamHeaders(server: UpstreamAuth): Record<string, string> {
  if (server.auth !== "header" || server.authHeader === null || server.authSecret === null) return {};
  return {
    [server.authHeader.toLowerCase()]: unseal(
      "vault",
      server.authSecret,
      secretAbout(server.tenantNo, server.serverId),
    ),
  };
}
