import "server-only";
import { write } from "@/lib/audit/write";
import type { Prisma } from "@/lib/db/client";
import type { Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { now } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/keys";
import { requireScope } from "@/lib/kernel/scope";
import { inOrder } from "../internal/words";
import { recheckPolicies } from "../policies/recheck-policies";
import type { Discovered } from "./discovered";
import { recordedServer } from "./recorded-server";
import { type ServerView, type ToolView, toServerView, toToolView } from "./server-view";
import { syncTools } from "./sync-tools";

export type ServerAuthInput =
  | { kind: "none" }
  | { kind: "header"; header: string; value: string }
  | { kind: "oauth"; scopes?: string[] | undefined };

/** The columns of a server that say how the gateway signs in there. Everything secret is sealed for this server alone. */
export const toAuthColumns = (tenantNo: number, id: string, auth: ServerAuthInput) => ({
  auth: auth.kind,
  authHeader: auth.kind === "header" ? auth.header : null,
  authSecret: auth.kind === "header" ? new Uint8Array(seal("vault", auth.value, secretAbout(tenantNo, id))) : null,
  authScopes: auth.kind === "oauth" ? (auth.scopes ?? []) : [],
});

/** A server as an admin names it; its reachability has been proved by discovery. */
export type NewServer = {
  key: string;
  name: string;
  description: string;
  url: string;
  auth: ServerAuthInput;
  tags?: string[] | undefined;
  enforceSchema?: boolean | undefined;
};

/** What a sealed upstream secret is bound to: it opens for this server only. */
export const secretAbout = (tenantNo: number, serverId: string): string => `server/${tenantNo}/${serverId}`;

/**
 * Stores a discovered server with its tools. `found` null: it tells its tools only to somebody who has connected an account, so nobody
 * has asked it yet. `also` is done in the same transaction. Throws `conflict` when the key is taken.
 */
export async function createServer(
  ctx: Ctx,
  input: NewServer,
  found: Discovered | null,
  also?: (tx: TenantTransaction, row: Server) => Promise<void>,
): Promise<ServerView & { tools: ToolView[] }> {
  requireScope(ctx, "servers:write");
  const tenantNo = ctx.tenant.no;
  return write(ctx, async (tx, record) => {
    const taken = await tx.server.findFirst({ where: { key: input.key } });
    if (taken) throw conflict(`A server with the key "${input.key}" exists already.`, "key");
    const id = newId("server");
    const row = await tx.server.create({
      data: {
        tenantNo,
        id,
        key: input.key,
        name: input.name,
        description: input.description,
        tags: inOrder(input.tags ?? []),
        enforceSchema: input.enforceSchema ?? true,
        url: input.url,
        ...toAuthColumns(tenantNo, id, input.auth),
        ...(found && {
          era: found.era,
          protocolVersion: found.protocolVersion,
          // safe because both came out of JSON.parse
          serverInfo: found.serverInfo as Prisma.InputJsonObject,
          capabilities: found.capabilities as Prisma.InputJsonObject,
          discoveredAt: now(),
        }),
      },
    });
    await also?.(tx, row);
    if (found) await syncTools(tx, tenantNo, id, found.tools, { whole: true, asked: true });
    const tools = await tx.tool.findMany({ where: { serverId: id }, orderBy: { name: "asc" } });
    const view = toServerView(row, tools.length);
    await record({
      type: "resource.created",
      server: row.key,
      resource: { type: "server", key: row.key, name: row.name },
      refs: { resource: { id, key: row.key } },
      changes: {
        before: null,
        after: recordedServer(row),
      },
      details: {
        tools: tools.map((t) => ({
          ...{ name: t.name, level: t.level, reason: t.levelReason, state: t.state },
          ...(t.state === "quarantined" && { findings: t.findings }),
        })),
      },
    });
    await recheckPolicies(tx, record, ctx, row, row.tags);
    return { ...view, tools: tools.map(toToolView) };
  });
}
