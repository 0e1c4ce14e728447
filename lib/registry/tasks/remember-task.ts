import "server-only";
import { pool } from "@/lib/db/pool";
import { nowMs } from "@/lib/kernel/clock";
import { newId } from "@/lib/kernel/ids";
import { seal } from "@/lib/kernel/keys";
import { startJob } from "@/lib/kernel/start-job";
import { digestOf, sealedFor, type Task, type TaskOwner } from "./find-tasks";
import { keptUntilMs } from "./task-clock";

/*
 * Which call a task came of is a memory, and no right: the call's event says it too, and every use of the task is decided anew.
 * The arguments are kept sealed and are opened for these decisions only; they go with the task.
 */

/**
 * Remembers a task that a call has started; resolves, with the id it has here, when that is durable. A server that gives the same id
 * again means the newer call. `ttlMs`: how long the server will know it, null where it does not say.
 */
export async function rememberTask(
  { tenantNo, instanceId, serverId }: TaskOwner,
  started: { upstreamId: string; ttlMs: number | null; tool: string; call: string; arguments: unknown },
): Promise<string> {
  const id = newId("task");
  const createdAtMs = nowMs();
  const sealed =
    started.arguments === undefined ? null : seal("task", JSON.stringify(started.arguments), sealedFor(tenantNo, id));
  await pool("lookup").query(
    `INSERT INTO task (tenant_no, id, instance_id, server_id, tool, upstream, call, arguments, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     ON CONFLICT (tenant_no, instance_id, server_id, upstream) DO UPDATE SET id = excluded.id, tool = excluded.tool,
       call = excluded.call, arguments = excluded.arguments, ended = NULL, created_at = excluded.created_at,
       expires_at = excluded.expires_at`,
    [
      ...[tenantNo, id, instanceId, serverId, started.tool, digestOf(started.upstreamId), started.call, sealed],
      ...[new Date(createdAtMs), new Date(keptUntilMs(createdAtMs, started.ttlMs))],
    ],
  );
  return id;
}

/** Remembers that this end of a task is on record, so that asking for it again leaves no second event. */
export async function rememberEnd(tenantNo: number, taskId: string, ended: string): Promise<void> {
  await pool("lookup").query("UPDATE task SET ended = $3 WHERE tenant_no = $1 AND id = $2", [tenantNo, taskId, ended]);
}

/** Remembers a task for as long as its server says by now, if that is longer than it said before. */
export async function keepTask(tenantNo: number, task: Task, ttlMs: number | null): Promise<void> {
  const untilMs = keptUntilMs(task.createdAtMs, ttlMs);
  if (untilMs <= task.expiresAtMs) return;
  const values = [tenantNo, task.id, new Date(untilMs)];
  await pool("lookup").query("UPDATE task SET expires_at = $3 WHERE tenant_no = $1 AND id = $2", values);
}

/** Forgets tasks of every tenant whose time is over, in which nobody finds them any more. Gives how many. */
export async function forgetTasks(): Promise<number> {
  const { rowCount } = await pool("lookup").query("DELETE FROM task WHERE expires_at <= $1", [new Date(nowMs())]);
  return rowCount ?? 0;
}

/** Forgets them from now on, every ten minutes, in each process. */
export const startForgetting = (): (() => Promise<void>) =>
  startJob(forgetTasks, { firstAfterMs: 60_000, everyMs: 600_000 });
