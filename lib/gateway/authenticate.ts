import "server-only";
import { hashSecret } from "@/lib/kernel/keys";
import { loadPrincipal, type Principal } from "@/lib/registry/load-principal";
import type { McpRequest } from "./exchange";
import { askable } from "./internal/facts";

export type Authenticated =
  | { principal: Principal }
  /** `known`: the token's instance, where the token is one that was revoked or has expired. */
  | { refused: "no_tenant" | "no_token" | "bad_token"; tenantNo?: number; known?: Principal; why: string };

/**
 * Finds the principal behind the bearer token, and with the same read what is on record about the server and tool that
 * are asked for. Rejects when the database cannot be asked: then nobody is anybody.
 */
export async function authenticate(request: McpRequest, tool: string | null): Promise<Authenticated> {
  const token = readBearer(request.headers["authorization"]);
  if (token === undefined) return { refused: "no_token", why: "A bearer token is needed." };
  const answer = await loadPrincipal({
    tenant: askable(request.tenant),
    tokenHash: hashSecret(token),
    server: askable(request.server),
    tool: tool === null ? null : askable(tool),
  });
  if ("missing" in answer) {
    if (answer.missing === "tenant") return { refused: "no_tenant", why: "There is no such environment." };
    return { refused: "bad_token", tenantNo: answer.tenantNo, why: "The token is not known here." };
  }
  const principal = answer.found;
  const refuse = (why: string): Authenticated => ({
    refused: "bad_token",
    tenantNo: principal.tenant.no,
    known: principal,
    why,
  });
  if (principal.token.revoked) return refuse("The token was revoked.");
  if (principal.token.expired) return refuse("The token has expired.");
  if (principal.instance.status === "disconnected") return refuse("The agent instance was disconnected.");
  if (principal.token.audience !== null && principal.token.audience !== request.server)
    return refuse("The token was issued for another server.");
  return { principal };
}

/** RFC 6750 §2.1; the scheme is case-insensitive. Tokens in the query string are never read. */
function readBearer(header: string | undefined): string | undefined {
  const match = header === undefined ? null : /^bearer +([A-Za-z0-9._~+/=-]{1,4096})$/i.exec(header);
  return match?.[1];
}
