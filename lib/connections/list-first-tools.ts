import "server-only";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { isHouseError } from "@/lib/kernel/errors";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { findServerRow } from "@/lib/registry/servers/find-server-row";
import { replaceTools } from "@/lib/registry/servers/replace-tools";
import { showsNone } from "@/lib/registry/servers/stand-ins";
import { discoverServer } from "./discover-server";
import { gatewayCtx } from "./internal/gateway-ctx";
import { findCredential } from "./use-credential";

/** What became of listing a server's tools for the first time. `failed`: a sentence. */
export type FirstTools = { listed: number } | { failed: string } | "known";

/**
 * Lists the tools of a server that nobody could ask before, as the human who has just connected. Only the first time: what tools there
 * are is the admins' to decide from then on. No tool at all is no answer, so the next human's connection asks again. Expected failures
 * are values: the connection stands whatever comes of this.
 */
export async function listFirstTools(ctx: Ctx, serverKey: string): Promise<FirstTools> {
  const { id: humanId } = requireHuman(ctx);
  const row = await findServerRow(tenantClient(ctx.tenant.no), serverKey);
  if (row?.auth !== "oauth" || row.discoveredAt !== null) return "known";
  const answer = await findCredential({ tenant: ctx.tenant, humanId, server: row });
  if (!("credential" in answer)) return { failed: "The connection cannot be used yet." };
  try {
    const found = await discoverServer(row.url, { authorization: `Bearer ${answer.credential.accessToken}` });
    if (showsNone(found.tools)) return { failed: `${row.name} shows this account no tools.` };
    await replaceTools(gatewayCtx(ctx.tenant, ["servers:write"]), row.key, found);
    return { listed: found.tools.length };
  } catch (error) {
    if (isHouseError(error) && error.code === "upstream") return { failed: error.message };
    throw error;
  }
}
