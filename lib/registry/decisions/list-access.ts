import "server-only";
import { z } from "zod";
import { tenantClient } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid, notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getAgentRow } from "../agents/get-agent-row";
import { getHumanRow } from "../humans/find-human-row";
import { type Page, pageInput, readCursor, toPage } from "../internal/page";
import { getServerRow } from "../servers/find-server-row";
import { type Access, loadAccess } from "./load-access";

export const ListAccessInput = z.strictObject({
  /** Id. */
  instance: z.string().min(1).max(100).optional(),
  /** Key, id or e-mail. */
  human: z.string().min(1).max(300).optional(),
  /** Slug. */
  agent: z.string().min(1).max(100).optional(),
  /** Key or id. */
  server: z.string().min(1).max(100).optional(),
  /** Name of a tool of `server`: who may use it. */
  tool: z.string().min(1).max(300).optional(),
  /** Whether conditional tools come with arguments that pass and that fail. They cost: a page has fewer instances then. */
  examples: z.enum(["true", "false"]).optional(),
  ...pageInput,
});
export type ListAccessInput = z.infer<typeof ListAccessInput>;

/**
 * What instances may use before they have asked for anything, in three buckets: of one instance, of all of an agent or of a human,
 * of all that stand to a server, or of those who may use one tool. A page holds the servers of as many instances as `limit` says;
 * disconnected ones are left out. Throws `not_found` for what is not there, and `invalid` when nothing is asked about.
 */
export async function listAccess(ctx: Ctx, input: ListAccessInput): Promise<Page<Access>> {
  requireScope(ctx, "instances:read");
  requireScope(ctx, "policies:read");
  const { no } = ctx.tenant;
  const db = tenantClient(no);
  const { instance, human, agent, server, tool } = input;
  if (instance === undefined && human === undefined && agent === undefined && server === undefined)
    throw invalid("Say whose access: instance, human, agent or server.");
  if (tool !== undefined && server === undefined)
    throw invalid("A tool is a tool of a server: name the server, too.", [{ path: "server", message: "is needed" }]);

  const serverId = server === undefined ? null : (await getServerRow(db, server)).id;
  const after = readCursor(input.cursor);
  const size = input.limit ?? (input.examples === "true" ? 10 : 25);
  const rows = await db.instance.findMany({
    where: {
      status: { not: "disconnected" },
      ...(instance !== undefined && { id: instance }),
      ...(human !== undefined && { humanId: (await getHumanRow(db, human)).id }),
      ...(agent !== undefined && { agentId: (await getAgentRow(db, agent)).id }),
      ...(serverId !== null &&
        instance === undefined && {
          OR: [{ consents: { some: { serverId } } }, { human: { grants: { some: { serverId } } } }],
        }),
      ...(after !== undefined && { AND: { id: { lt: after } } }),
    },
    select: { id: true },
    orderBy: { id: "desc" },
    take: size + 1,
  });
  if (instance !== undefined && rows.length === 0 && after === undefined) throw notFound(`The instance "${instance}"`);
  const { items, nextCursor } = toPage(
    rows,
    size,
    ({ id }) => [id],
    ({ id }) => id,
  );
  const withExamples = input.examples === "true";
  return { items: await loadAccess(ctx, items, { serverId, tool: tool ?? null, withExamples }), nextCursor };
}
