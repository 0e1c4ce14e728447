import "server-only";
import type { Human, Server } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import { HouseError } from "@/lib/kernel/errors";
import { type Level, reaches } from "@/lib/policy/level";

/** Throws `forbidden`, naming asked, allowed and server, when a human may not delegate `level` on `server`. */
export async function requireCeiling(
  tx: TenantTransaction,
  { human, server, level, path }: { human: Human; server: Server; level: Level; path: string },
): Promise<void> {
  const grant = await tx.grant.findFirst({ where: { humanId: human.id, serverId: server.id } });
  if (grant && reaches(grant.ceiling, level)) return;
  const message = grant
    ? `Asked for ${level} on "${server.key}", but ${grant.ceiling} is the most that "${human.key}" may delegate there.`
    : `Asked for ${level} on "${server.key}", but nothing is granted to "${human.key}" there.`;
  throw new HouseError("forbidden", message, {
    issues: [{ path, message }],
    detail: { server: server.key, human: human.key, asked: level, allowed: grant?.ceiling ?? null },
  });
}
