import type { Recorded } from "@/lib/audit/write";
import type { Human, Server } from "@/lib/db/rows";
import { about } from "../internal/about";

/** The event of a human's connection that is revoked, alone or with its human or its server. Credentials are no part of it. */
export const revokedConnection = ({
  id,
  status,
  human,
  server,
}: {
  id: string;
  status: string;
  human: Human;
  server: Server;
}): Recorded => ({
  type: "connection.revoked",
  ...about({ human, server }),
  resource: { type: "server", key: server.key, name: server.name },
  changes: { before: { id, status }, after: null },
});
