import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { requireScope } from "@/lib/kernel/scope";
import { ClientMetadata } from "./client-metadata";
import { aboutClient, getClientRow, recordedClient, toClientRow } from "./client-row";
import { type ClientView, clientParts, toClientView } from "./client-view";
import { readTaken } from "./create-client";
import { toJson } from "./insert-client";

export const UpdateClientInput = z.strictObject({
  status: z.enum(["active", "suspended"]).optional(),
  name: z.string().trim().min(1).max(120).optional(),
  redirectUris: z.array(z.string().min(1).max(2_000)).min(1).max(50).optional(),
  jwks: ClientMetadata.shape.jwks,
  /** Gives it a new secret; the old one is worth nothing from then on. */
  newSecret: z.literal(true).optional(),
});
export type UpdateClientInput = z.infer<typeof UpdateClientInput>;

/**
 * Changes what is given. A suspended client gets no tokens, and calls of its instances are denied from the next one on. What
 * a client says of itself (by document or registration) is its own to change: of those only the status. The new secret is
 * told this once. Throws `not_found`, `conflict`, `invalid`.
 */
export async function updateClient(
  ctx: Ctx,
  clientId: string,
  input: UpdateClientInput,
): Promise<{ client: ClientView; secret: string | null }> {
  requireScope(ctx, "agents:write");
  const { status, newSecret: wanted, ...said } = input;
  const secret = wanted ? newSecret("css") : null;
  const view = await write(ctx, async (tx, record) => {
    await tx.$queryRaw`SELECT 1 FROM oauth_client WHERE tenant_no = ${ctx.tenant.no} AND client_id = ${clientId} FOR NO KEY UPDATE`;
    const before = await getClientRow(ctx.tenant.no, clientId, tx);
    if (before.kind !== "manual" && (wanted || Object.values(said).some((value) => value !== undefined)))
      throw conflict("What this client says of itself is its own to change. You can suspend or delete it.");
    if (wanted && !before.metadata.token_endpoint_auth_method.startsWith("client_secret"))
      throw conflict("This client has no secret.", "newSecret");
    if (said.redirectUris && before.metadata.grant_types.includes("client_credentials"))
      throw conflict("This client gets tokens by itself and asks nobody.", "redirectUris");
    if (said.jwks && before.metadata.token_endpoint_auth_method !== "private_key_jwt")
      throw conflict("This client has no keys.", "jwks");
    const metadata: ClientMetadata = {
      ...before.metadata,
      ...(said.name !== undefined && { client_name: said.name }),
      ...(said.redirectUris && { redirect_uris: readTaken(said.redirectUris) }),
      ...(said.jwks && { jwks: said.jwks }),
    };
    const same = canonicalJson(metadata) === canonicalJson(before.metadata);
    if (same && !wanted && (status ?? before.status) === before.status)
      record.nothing("Every field already had the value given.");
    else {
      const after = toClientRow(
        await tx.oAuthClient.update({
          where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
          data: {
            metadata: toJson(metadata),
            ...(status && { status }),
            ...(secret && { secretHash: hashSecret(secret) }),
          },
          include: { agent: true },
        }),
      );
      const [from, to] = [recordedClient(before), recordedClient(after)];
      const fields = Object.keys(to).filter((field) => canonicalJson(from[field]) !== canonicalJson(to[field]));
      const pick = (one: Record<string, unknown>) => Object.fromEntries(fields.map((field) => [field, one[field]]));
      await record({
        type: "oauth.client.updated",
        ...aboutClient(after),
        changes: { before: pick(from), after: { ...pick(to), ...(secret && { secret: "new" }) } },
      });
    }
    return toClientView(await tx.oAuthClient.findFirstOrThrow({ where: { id: before.id }, include: clientParts }));
  });
  return { client: view, secret };
}
