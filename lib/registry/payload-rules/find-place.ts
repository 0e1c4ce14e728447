import "server-only";
import type { Server } from "@/lib/db/rows";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import { invalid, notFound } from "@/lib/kernel/errors";
import { getServerRow } from "../servers/find-server-row";
import type { RulePlace } from "./payload-rule-input";
import { environmentPlace, serverPlace, toolPlace } from "./place";

/** What a place names: its key in the table, and the rows behind it. */
export type FoundPlace = { place: string; server: Server | undefined; tool: string | undefined };

/**
 * Finds what a place names. Throws `not_found` for a server or tool that is not there, also in another tenant, and `invalid` for a
 * tool without its server.
 */
export async function findPlace(
  db: TenantClient | TenantTransaction,
  { server: serverRef, tool: toolRef }: RulePlace,
): Promise<FoundPlace> {
  if (serverRef === undefined) {
    if (toolRef !== undefined)
      throw invalid("Say of which server the tool is.", [{ path: "server", message: "is needed with a tool" }]);
    return { place: environmentPlace, server: undefined, tool: undefined };
  }
  const server = await getServerRow(db, serverRef);
  if (toolRef === undefined) return { place: serverPlace(server.id), server, tool: undefined };
  const found = await db.tool.findMany({ where: { serverId: server.id, OR: [{ name: toolRef }, { slug: toolRef }] } });
  const tool = found.find(({ name }) => name === toolRef) ?? found[0];
  if (!tool) throw notFound(`The tool "${toolRef}"`);
  return { place: toolPlace(server.id, tool.name), server, tool: tool.name };
}
