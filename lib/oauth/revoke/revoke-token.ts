import "server-only";
import { write } from "@/lib/audit/write";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";
import { disconnectRow } from "@/lib/registry/instances/disconnect-row";
import { getInstanceRow } from "@/lib/registry/instances/get-instance-row";
import { aboutInstance } from "@/lib/registry/instances/instance-view";
import type { ClientRow } from "../clients/client-row";

/**
 * Takes a token of a client back (RFC 7009 §2.1). A refresh token stands for the whole grant: the instance is disconnected.
 * An access token goes alone. What is not a living token of this client changes nothing, and is not told apart.
 */
export async function revokeToken(ctx: Ctx, client: ClientRow, token: string): Promise<void> {
  const hash = hashSecret(token);
  await write(ctx, async (tx, record) => {
    record.nothing("What is no living token of this client cannot be taken back.");
    const ofClient = { instance: { oauthClientId: client.id } };
    const refresh = await tx.refreshToken.findFirst({ where: { hash, ...ofClient } });
    if (refresh) {
      await disconnectRow(tx, record, await getInstanceRow(tx, refresh.instanceId));
      return;
    }
    const access = await tx.accessToken.findFirst({ where: { hash, revokedAt: null, ...ofClient } });
    if (!access) return;
    const { count } = await tx.accessToken.updateMany({ where: { hash, revokedAt: null }, data: { revokedAt: now() } });
    if (count > 0)
      await record({ type: "token.revoked", ...aboutInstance(await getInstanceRow(tx, access.instanceId)) });
  });
}
