import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { endConnections } from "../connections/end-connections";
import { changed, fieldsOf, pick } from "../internal/changed";
import { inOrder, Words } from "../internal/words";
import { raiseLimitsVersion } from "../limits/raise-limits-version";
import { recheckPolicies } from "../policies/recheck-policies";
import { type ServerAuthInput, toAuthColumns } from "./create-server";
import { getServerRow } from "./find-server-row";
import { recordedServer } from "./recorded-server";
import { type ServerView, toServerView } from "./server-view";

export const ServerUrl = z
  .url({ protocol: /^https?$/, error: "Give the http(s) URL of a streamable HTTP MCP endpoint." })
  .max(2000)
  .refine((url) => !/^[a-z]+:\/\/[^/?#]*@/i.test(url), "Credentials do not belong into the URL. Use a header instead.");

/** What an admin says of a server besides its names; at import and later. */
export const serverFields = {
  /** Policies can name servers by their tags. */
  tags: Words,
  /** Whether arguments must fit a tool's input schema before policies are asked. */
  enforceSchema: z.boolean(),
};

/** How long a call may stay without a sign of life, in seconds; null: as it is said above. */
export const TimeoutSeconds = z.number().int().min(1).max(3600).nullable();

/** What servers ask of clients (MCP client/sampling, client/elicitation, client/roots). */
export const askedBack = ["sampling", "elicitation", "roots"] as const;
export type AskedBack = (typeof askedBack)[number];

export const UpdateServerInput = z.object({
  name: z.string().trim().min(1).max(80).optional(),
  description: z.string().trim().max(500).optional(),
  enabled: z.boolean().optional(),
  url: ServerUrl.optional(),
  /** Replaces all of them. */
  tags: serverFields.tags.optional(),
  enforceSchema: serverFields.enforceSchema.optional(),
  /** How long a call may stay without a sign of life, in seconds; null: as the installation says (UPSTREAM_TIMEOUT_SECONDS). */
  timeoutSeconds: TimeoutSeconds.optional(),
  /** What the server may not ask a client for. Replaces all of them. */
  forbids: z.array(z.enum(askedBack)).max(askedBack.length).optional(),
});
export type UpdateServerInput = z.infer<typeof UpdateServerInput>;

/** What a change of a server may bring besides: another way to sign in there, and what is done in the same transaction. */
export type ServerChange = UpdateServerInput & {
  auth?: ServerAuthInput | undefined;
  also?: ((tx: TenantTransaction, row: Server) => Promise<void>) | undefined;
};

/**
 * Changes what is given. Acts on the next call. Humans' connections end where they were made for another address or another way to sign
 * in: a token never goes where its human did not send it. Throws `not_found`.
 */
export async function updateServer(ctx: Ctx, key: string, { auth, also, ...input }: ServerChange): Promise<ServerView> {
  requireScope(ctx, "servers:write");
  return write(ctx, async (tx, record) => {
    const before = await getServerRow(tx, key);
    const wanted = {
      ...input,
      ...(input.tags && { tags: inOrder(input.tags) }),
      ...(input.forbids && { forbids: inOrder(input.forbids) }),
    };
    const data = changed(toSettings(before), wanted);
    const fields = [...fieldsOf(data), ...(auth === undefined ? [] : (["auth"] as const))];
    const toolCount = await tx.tool.count({ where: { serverId: before.id, state: { not: "removed" } } });
    if (fields.length === 0) {
      record.nothing("Every field already had the value given.");
      return toServerView(before, toolCount);
    }
    const after = await tx.server.update({
      where: { tenantNo_id: { tenantNo: ctx.tenant.no, id: before.id } },
      data: { ...data, ...(auth && toAuthColumns(ctx.tenant.no, before.id, auth)) },
    });
    await also?.(tx, after);
    if (data.timeoutSeconds !== undefined) await raiseLimitsVersion(tx, ctx.tenant.no);
    const isElsewhere = data.url !== undefined || after.auth !== before.auth;
    if (before.auth === "oauth" && isElsewhere) await endConnections(tx, record, before);
    await record({
      type: "resource.updated",
      server: after.key,
      resource: { type: "server", key: after.key, name: after.name },
      refs: { resource: { id: after.id, key: after.key } },
      changes: { before: pick(recordedServer(before), fields), after: pick(recordedServer(after), fields) },
    });
    // Policies that name servers by tags may cover its tools now, or not any more.
    if (data.tags) await recheckPolicies(tx, record, ctx, after, [...before.tags, ...after.tags]);
    return toServerView(after, toolCount);
  });
}

const toSettings = ({ name, description, enabled, url, tags, enforceSchema, timeoutSeconds, forbids }: Server) => ({
  name,
  description,
  enabled,
  url,
  tags,
  enforceSchema,
  timeoutSeconds,
  forbids,
});
