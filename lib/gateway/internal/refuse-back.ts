import "server-only";
import type { Principal, ServerFacts } from "@/lib/registry/load-principal";
import type { McpRequest } from "../exchange";
import type { RawMessage } from "../message";
import type { Era } from "../protocol";
import { isForbidden, isRequest, refusalTo } from "./asks-back";
import { discard } from "./discard";
import { sendUpstream } from "./upstream";

/** How many refusals of one stream are on their way at once; a server that asks faster is left without some. */
const refusalsMax = 20;

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

/** Where a stream of a server comes in, and who could answer what the server asks on it. */
export type AskedOn = {
  /** Of the server's answer. In the newer one there are no requests of servers, and no way to answer any. */
  era: Era;
  /** The server's own session. */
  session: string | undefined;
  signal: AbortSignal;
  /** Whether the client is in that session, and so can answer; it never hears what it could not answer. */
  canAnswer: boolean;
};

/** Says of each message of one stream whether it asks the client for something that it may not, or that nobody can answer; the server is told so. */
export function refuserOf(request: McpRequest, principal: Principal, on: AskedOn): (asked: RawMessage) => boolean {
  const { server } = principal;
  let underWay = 0;
  return (asked) => {
    if (server === null) return false;
    if (!isForbidden(asked, server.forbids) && (on.canAnswer || !isRequest(asked))) return false;
    if (on.era.name === "legacy" && underWay < refusalsMax) {
      underWay += 1;
      void refuseBack(request, principal, server, on, asked).finally(() => {
        underWay -= 1;
      });
    }
    return true;
  };
}
