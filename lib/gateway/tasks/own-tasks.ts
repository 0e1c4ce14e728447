import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { findTasks, type Task, type TaskOwner } from "@/lib/registry/tasks/find-tasks";
import type { McpRequest } from "../exchange";
import { isBridged } from "../internal/bridge";
import { isOwnSession } from "../internal/own-session";
import { sessionOf } from "../internal/upstream-session";
import { isObject, type RawMessage } from "../message";
import type { Era } from "../protocol";
import { taskIdOf } from "./words";

/**
 * Whether tasks go through here: on a server's own address, in the server's own era and session. Anywhere else (all servers together,
 * the bridge, a session of the gateway's own) a task would outlive the session that it was started in, so there are none.
 */
export function hasTasks(request: McpRequest, principal: Principal, era: Era): boolean {
  const { server } = principal;
  if (server === null || request.aggregated === true || isBridged(server, era)) return false;
  return !isOwnSession(sessionOf(request, principal));
}

/** Whose tasks this principal's are; undefined where there is no server that could have any. */
export const ownerOf = ({ tenant, instance, server }: Principal): TaskOwner | undefined =>
  server === null ? undefined : { tenantNo: tenant.no, instanceId: instance.id, serverId: server.id };

/** The principal's own task of this id of its server; undefined where it has none. */
export async function findOwnTask(principal: Principal, upstreamId: string | undefined): Promise<Task | undefined> {
  const owner = ownerOf(principal);
  if (owner === undefined || upstreamId === undefined) return undefined;
  return (await findTasks(owner, [upstreamId])).get(upstreamId);
}

/** Whether a message of a server tells how a task stands (2025-11-25 basic/utilities/tasks, "Task Status Notification"; SEP-2663). */
export const isTaskStatus = ({ method }: RawMessage): boolean =>
  method === "notifications/tasks/status" || method === "notifications/tasks";

/** Whether such a message is about one of the principal's own. It may come before the task is known here: clients must not rely on it. */
export async function isOwnTask(principal: Principal, { params }: RawMessage): Promise<boolean> {
  return (await findOwnTask(principal, isObject(params) ? taskIdOf({ params }) : undefined)) !== undefined;
}
