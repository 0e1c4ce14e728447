import type { Recorded } from "@/lib/audit/write";
import type { Connection, Human, Server } from "@/lib/db/rows";
import { aboutConnection, recordedConnection } from "./connection-view";

/** The event of a human's connection that is revoked, alone or with its human or its server. Credentials are no part of it. */
export const revokedConnection = (
  connection: Connection & { human: Human; server: Server },
  details?: { upstream?: string; why?: string },
): Recorded => ({
  type: "connection.revoked",
  ...aboutConnection(connection),
  changes: { before: recordedConnection(connection), after: null },
  ...(details === undefined ? {} : { details }),
});
