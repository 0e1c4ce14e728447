import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { findTasks, type Task } from "@/lib/registry/tasks/find-tasks";
import { authenticate } from "../authenticate";
import type { McpRequest } from "../exchange";
import { judge } from "../judge";
import { type CallRequest, isObject, type RawMessage } from "../message";
import type { Era } from "../protocol";
import { ownerOf } from "./own-tasks";
import { taskIdOf, withOurTtl } from "./words";

/**
 * What the answer to `tasks/list` (2025-11-25 basic/utilities/tasks, "Listing Tasks") becomes for this principal: its own tasks, as far
 * as asking for them would be allowed now. A page may be empty and not the last one. It hands nothing over, so it leaves no event.
 */
export function taskFilter(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
): (answer: RawMessage) => Promise<RawMessage> {
  return async (answer) => {
    const { result } = answer;
    const owner = ownerOf(principal);
    if (!isObject(result) || !Array.isArray(result["tasks"]) || owner === undefined) return answer;
    const listed = result["tasks"].filter(isObject);
    const idOf = (params: RawMessage) => taskIdOf({ params }) ?? "";
    const own = await findTasks(owner, listed.map(idOf));
    const allowed = new Set<string>();
    for (const [id, task] of own) if (await isAllowed(task)) allowed.add(id);
    const tasks = listed.filter((task) => allowed.has(idOf(task)));
    return { ...answer, result: { ...result, tasks: tasks.map((task) => withOurTtl({ result: task })["result"]) } };
  };

  async function isAllowed({ tool, arguments: args }: Task): Promise<boolean> {
    const found = await authenticate(request, tool);
    if (!("principal" in found)) return false;
    const asked = { use: "task", tool, known: tool, arguments: args, item: null, message } as const;
    return (await judge(request, found.principal, asked, era, requestId)).decision.decision === "allow";
  }
}
