import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { revokedConnection } from "../connections/revoked-connection";
import { consentParts, revokedConsent } from "../consents/consent-view";
import { deletedGrant, grantParts } from "../grants/grant-view";
import { recheckPolicies } from "../policies/recheck-policies";
import { getServerRow } from "./find-server-row";
import { recordedServer } from "./recorded-server";

/**
 * Removes a server with its tools, and with every consent, ceiling and connection that was for it: each of these leaves an event
 * of its own, so that whoever lost something finds it. What was done on the server stays in the log. Throws `not_found`.
 */
export async function deleteServer(ctx: Ctx, key: string): Promise<void> {
  requireScope(ctx, "servers:write");
  await write(ctx, async (tx, record) => {
    const row = await getServerRow(tx, key);
    const tools = await tx.tool.count({ where: { serverId: row.id } });
    const of = { where: { serverId: row.id } };
    const consents = await tx.consent.findMany({ ...of, include: consentParts, orderBy: { instanceId: "asc" } });
    for (const consent of consents) await record(revokedConsent(consent));
    const connections = await tx.connection.findMany({ ...of, include: { human: true }, orderBy: { id: "asc" } });
    for (const connection of connections)
      if (connection.status !== "revoked") await record(revokedConnection({ ...connection, server: row }));
    const grants = await tx.grant.findMany({ ...of, include: grantParts, orderBy: { humanId: "asc" } });
    for (const grant of grants) await record(deletedGrant(grant));
    await tx.server.delete({ where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: row.id } } });
    await record({
      type: "resource.deleted",
      server: row.key,
      resource: { type: "server", key: row.key, name: row.name },
      refs: { resource: { id: row.id, key: row.key } },
      changes: { before: recordedServer(row), after: null },
      details: {
        removed: { tools, grants: grants.length, consents: consents.length, connections: connections.length },
      },
    });
    await recheckPolicies(tx, record, ctx, row, row.tags);
  });
}
