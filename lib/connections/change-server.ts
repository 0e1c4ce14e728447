import "server-only";
import type { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { requireScope } from "@/lib/kernel/scope";
import { getServerRow } from "@/lib/registry/servers/find-server-row";
import type { ServerView } from "@/lib/registry/servers/server-view";
import { UpdateServerInput, updateServer } from "@/lib/registry/servers/update-server";
import { toOAuth } from "./internal/to-oauth";
import { ServerAuth } from "./server-auth";

export const ChangeServerInput = UpdateServerInput.extend({
  /** Replaces the way to sign in there, credential included. Humans' connections end where they were made by another way. */
  auth: ServerAuth.optional(),
});
export type ChangeServerInput = z.infer<typeof ChangeServerInput>;

/**
 * Changes what is given, the way to sign in at the server included; for `oauth` the server is asked first who gives the tokens. Acts on
 * the next call. Throws `not_found`, `upstream` where the server offers no usable authorization, `invalid`.
 */
export async function changeServer(ctx: Ctx, key: string, input: ChangeServerInput): Promise<ServerView> {
  requireScope(ctx, "servers:write");
  const { auth, ...rest } = input;
  if (auth?.kind !== "oauth") return updateServer(ctx, key, { ...rest, auth });
  const row = await getServerRow(tenantClient(ctx.tenant.no), key);
  const { also } = await toOAuth(ctx.tenant.no, input.url ?? row.url, auth);
  return updateServer(ctx, key, { ...rest, auth, also });
}
