import "server-only";
import { createHash } from "node:crypto";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { unseal } from "@/lib/kernel/keys";

/** Whose task it is: an instance is one client of one human, in one tenant. */
export type TaskOwner = { tenantNo: number; instanceId: string; serverId: string };

/** A task as it is remembered. */
export type Task = {
  id: string;
  tool: string;
  /** The event of the call that it came of. */
  call: string;
  /** The arguments of that call; undefined where it had none. */
  arguments: unknown;
  /** Which end is on record; null as long as none is. */
  ended: string | null;
  createdAtMs: number;
  expiresAtMs: number;
};

/** By what a server's id of a task is known here: at some servers the id alone opens the task. */
export const digestOf = (upstreamId: string): Buffer => createHash("sha256").update(upstreamId).digest();

/** Binds sealed arguments to their row. */
export const sealedFor = (tenantNo: number, id: string): string => `${tenantNo}/${id}`;

type Row = {
  id: string;
  tool: string;
  upstream: Buffer;
  call: string;
  arguments: Uint8Array | null;
  ended: string | null;
  created_at: Date;
  expires_at: Date;
};

/**
 * The tasks of these ids of a server that are this instance's own and not forgotten, by their ids there. Everything else is not among
 * them: somebody else's, nobody's, and those whose arguments cannot be opened any more, on which nothing could be decided.
 */
export async function findTasks(owner: TaskOwner, upstreamIds: readonly string[]): Promise<Map<string, Task>> {
  const ids = new Map(upstreamIds.map((id) => [digestOf(id).toString("hex"), id]));
  if (ids.size === 0) return new Map();
  const { rows } = await pool("lookup").query<Row>({
    name: "find-tasks",
    text: `SELECT id, tool, upstream, call, arguments, ended, created_at, expires_at FROM task
      WHERE tenant_no = $1 AND instance_id = $2 AND server_id = $3 AND upstream = ANY($4::bytea[]) AND expires_at > $5`,
    values: [owner.tenantNo, owner.instanceId, owner.serverId, [...ids.values()].map(digestOf), new Date(nowMs())],
  });
  return new Map(
    rows.flatMap((row) => {
      const upstreamId = ids.get(row.upstream.toString("hex"));
      const opened = openArguments(owner.tenantNo, row);
      if (upstreamId === undefined || opened === undefined) return [];
      const task: Task = {
        id: row.id,
        tool: row.tool,
        call: row.call,
        ...opened,
        ended: row.ended,
        createdAtMs: row.created_at.getTime(),
        expiresAtMs: row.expires_at.getTime(),
      };
      return [[upstreamId, task] as const];
    }),
  );
}

function openArguments(tenantNo: number, { id, arguments: sealed }: Row): Pick<Task, "arguments"> | undefined {
  if (sealed === null) return { arguments: undefined };
  try {
    return { arguments: JSON.parse(unseal("task", sealed, sealedFor(tenantNo, id))) };
  } catch {
    // COUNTERSIGN_SECRET is another one than then.
    return undefined;
  }
}
