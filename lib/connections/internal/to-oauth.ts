import "server-only";
import type { Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { publicUrl } from "@/lib/kernel/env";
import { invalid } from "@/lib/kernel/errors";
import { discoverUpstreamAuth } from "../discover-upstream-auth";
import type { ServerAuth } from "../server-auth";
import { manualClient, putClient } from "./register-client";
import { redirectUri } from "./upstream-client";

type OAuth = Extract<ServerAuth, { kind: "oauth" }>;

/**
 * Proves that humans can connect to the server at `url`, and gives what is to be stored with it: the client that the admin registered by
 * hand, if there is one. Throws `upstream` where the server offers no usable authorization, `invalid` where only a client of the admin's
 * would do and none is given.
 */
export async function toOAuth(
  tenantNo: number,
  url: string,
  { clientId, clientSecret }: OAuth,
): Promise<{ also: (tx: TenantTransaction, row: Server) => Promise<void> }> {
  if (clientId === undefined && clientSecret !== undefined)
    throw invalid("A client secret belongs to a client id.", [
      { path: "auth.clientId", message: "Give the client id that the secret belongs to." },
    ]);
  const found = await discoverUpstreamAuth(url);
  const { issuer } = found;
  const takesUs =
    issuer.registrationEndpoint !== undefined || (issuer.readsDocuments && publicUrl().startsWith("https:"));
  if (clientId === undefined && !takesUs)
    throw invalid(
      `${new URL(issuer.issuer).host} takes no registrations by itself. Register Countersign there with the redirect URI ${redirectUri()}, and give the client id here.`,
      [{ path: "auth.clientId", message: "This server needs a client id." }],
    );
  return {
    also: async (tx, row) => {
      if (clientId === undefined) return;
      await putClient(tx, tenantNo, row.id, manualClient(found, clientId, clientSecret ?? null));
    },
  };
}
