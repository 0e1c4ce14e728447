import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { instanceParts } from "@/lib/registry/instances/instance-view";
import { readAudience } from "../authorize/read-audience";
import { readScope } from "../clients/client-metadata";
import { touchClient } from "../clients/touch-client";
import type { GrantAnswer, GrantRequest } from "./grant";
import { issueAccessToken } from "./issue-tokens";

/**
 * Gives a client a token by itself (RFC 6749 §4.4), under the authority of the human that an administrator assigned. There is
 * one instance for it, made with the client; whoever disconnects it has ended the client's access for good.
 */
export async function issueToClient(ctx: Ctx, { client, form, ...means }: GrantRequest): Promise<GrantAnswer> {
  if (client.humanId === null || client.metadata.token_endpoint_auth_method === "none")
    return { refused: "unauthorized_client", text: "This client may not get tokens by itself." };
  const audience = await readAudience(ctx, form.resources);
  const { humanId } = client;
  return write(ctx, async (tx, record): Promise<GrantAnswer> => {
    record.nothing("A token by itself changes nothing of what the instance may do.");
    const instance = await tx.instance.findFirst({
      where: { oauthClientId: client.id, humanId, status: { not: "disconnected" } },
      include: instanceParts,
      orderBy: { id: "desc" },
    });
    if (!instance) return { refused: "unauthorized_client", text: "The client's instance was disconnected." };
    await touchClient(tx, client);
    const scope = readScope(form.get("scope")?.replace("offline_access", "")) ?? "mcp";
    return { tokens: await issueAccessToken(tx, ctx, means, { clientId: client.clientId, instance, audience, scope }) };
  });
}
