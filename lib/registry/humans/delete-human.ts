import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { revokedConnection } from "../connections/revoked-connection";
import { deletedGrant } from "../grants/grant-view";
import { disconnectRow } from "../instances/disconnect-row";
import { instanceParts } from "../instances/instance-view";
import { about } from "../internal/about";
import { getHumanRow } from "./find-human-row";
import { personalOf } from "./human-view";

/**
 * Removes a human with everything that rested on their authority, each with an event of its own: instances are disconnected,
 * connections revoked, ceilings taken away, reports dropped; OAuth clients that acted for them by themselves stay without anybody to act
 * for. What they did stays in the log. Throws `not_found`.
 */
export async function deleteHuman(ctx: Ctx, ref: string): Promise<void> {
  requireScope(ctx, "humans:write");
  await write(ctx, async (tx, record) => {
    const human = await getHumanRow(tx, ref);
    const of = { where: { humanId: human.id } };

    const instances = await tx.instance.findMany({ ...of, include: instanceParts, orderBy: { id: "asc" } });
    for (const instance of instances) await disconnectRow(tx, record, instance);

    const connections = await tx.connection.findMany({ ...of, include: { server: true }, orderBy: { id: "asc" } });
    for (const connection of connections)
      if (connection.status !== "revoked") await record(revokedConnection({ ...connection, human }));

    const grants = await tx.grant.findMany({ ...of, include: { server: true }, orderBy: { serverId: "asc" } });
    for (const { server, ceiling } of grants) await record(deletedGrant({ human, server, ceiling }));

    // A client that acted for them by itself has nobody to act for: it gets no token until an admin names somebody else.
    const { count: clients } = await tx.oAuthClient.updateMany({ ...of, data: { humanId: null } });
    await tx.report.deleteMany(of);
    await tx.authorizationRequest.deleteMany(of);
    await tx.instance.deleteMany(of);
    // Grants and connections go with the human.
    const { count } = await tx.human.deleteMany({ where: { id: human.id } });
    if (count === 0) throw notFound(`The human "${ref}"`);
    await record({
      type: "human.deleted",
      ...about({ human }),
      resource: { type: "human", key: human.key, name: human.key },
      changes: {
        before: {
          key: human.key,
          email: personalOf(human, human.email),
          name: personalOf(human, human.name),
          status: human.status,
          groups: human.groups,
        },
        after: null,
      },
      details: {
        removed: { instances: instances.length, connections: connections.length, grants: grants.length },
        ...(clients > 0 && { clientsLeft: clients }),
      },
    });
  });
}
