import "server-only";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import type { RawMessage } from "../message";
import { isForbidden, refusalTo } from "./asks-back";
import { discard } from "./discard";
import { sendUpstream } from "./upstream";

/** Tells a server of the older era that what it asks for is not to be had: it would wait for an answer otherwise. Never rejects. */
async function refuseBack(
  request: McpRequest,
  principal: Principal,
  server: ServerFacts,
  { session, signal }: { session: string | undefined; signal: AbortSignal },
  asked: RawMessage,
): Promise<void> {
  try {
    const response = await sendUpstream(request, principal, server, {
      ...{ method: "POST", era: { name: "legacy" }, session, signal },
      message: { kind: "response", id: String(asked["id"]), raw: refusalTo(asked) },
    });
    discard(response);
  } catch {
    // It will find out by itself that no answer comes.
  }
}

/** Whether a message of a server asks the client for something that it is forbidden to; then it is told so. */
export function isRefusedBack(
  request: McpRequest,
  principal: Principal,
  asked: RawMessage,
  where: { session: string | undefined; signal: AbortSignal },
): boolean {
  const { server } = principal;
  if (server === null || !isForbidden(asked, server.forbids)) return false;
  void refuseBack(request, principal, server, where, asked);
  return true;
}
