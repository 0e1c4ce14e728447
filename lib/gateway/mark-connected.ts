import "server-only";
import type { Principal } from "@/lib/registry/load-principal";
import { loadPolicySet } from "@/lib/registry/policies/load-policy-set";
import { recordConnected } from "@/lib/registry/record-connected";
import type { McpRequest } from "./exchange";
import { noteConnected } from "./internal/note-connecting";
import { bucketsOf } from "./internal/reach";
import { type CallRequest, isObject, type RawMessage } from "./message";
import { type Era, readClaim, readClientInfo } from "./protocol";

/** Leaves `agent.connected` at the first successful initialize, or the first successful request of the modern era. */
export async function connected(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
  answer: RawMessage,
): Promise<RawMessage> {
  if (principal.instance.connected || !isObject(answer["result"])) return answer;
  if (era.name === "legacy" && message.method !== "initialize") return answer;
  await markConnected(request, principal, message, era, requestId, answer);
  return answer;
}

export async function markConnected(
  request: McpRequest,
  principal: Principal,
  message: CallRequest,
  era: Era,
  requestId: string,
  answer: RawMessage | undefined,
): Promise<void> {
  const result = isObject(answer?.["result"]) ? answer["result"] : {};
  const negotiated = readClaim(result["protocolVersion"]);
  const capabilities = message.params?.["capabilities"];
  const claimed =
    era.name === "modern"
      ? { ...era.client, protocolVersion: era.protocolVersion, capabilities: era.capabilities }
      : {
          ...readClientInfo(message.params?.["clientInfo"]),
          protocolVersion: negotiated,
          capabilities: isObject(capabilities) ? capabilities : {},
        };
  const policies = await loadPolicySet(principal.tenant.no, principal.tenant.policySetVersion);
  await recordConnected(
    {
      tenant: principal.tenant,
      actor: { type: "agent", id: `agent|${principal.agent.clientId}`, name: principal.agent.name },
      scopes: [],
      surface: "mcp",
      requestId,
      ip: request.ip,
      userAgent: request.headers["user-agent"] ?? null,
    },
    principal,
    claimed,
    await bucketsOf(principal, policies),
  );
  noteConnected(request, principal);
}
