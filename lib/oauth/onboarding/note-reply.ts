import "server-only";
import { absolute } from "@/lib/kernel/env";
import type { OAuthReply, OAuthRequest } from "../exchange";
import { readForm } from "../read-form";
import { readResource } from "../resource";
import { noteStep } from "./note-step";
import type { StepName } from "./step";

/** Notes what came of a metadata document; `path`: of the MCP URL that it is about. A document that is not there is nobody's step. */
export function noteMetadata(
  request: Pick<OAuthRequest, "tenant" | "method" | "ip" | "userAgent">,
  step: "resource_metadata" | "server_metadata",
  reply: OAuthReply,
  path?: string,
): OAuthReply {
  const server = path === undefined ? undefined : readResource(request.tenant, absolute(path))?.audience;
  if (reply.status === 200 && request.method === "GET") noteStep({ ...from(request), step, ok: true, server });
  return reply;
}

/** Notes what came of a registration. */
export function noteRegistration(request: OAuthRequest, reply: OAuthReply): OAuthReply {
  if (request.method !== "POST") return reply;
  const body = readBody(reply);
  noteStep({
    ...from(request),
    step: "registration",
    ...verdict(reply, body),
    clientId: textOf(body["client_id"]),
    clientName: textOf(body["client_name"]),
  });
  return reply;
}

/** Notes what came of a token request. A refresh that worked is nothing new. */
export function noteToken(request: OAuthRequest, reply: OAuthReply): OAuthReply {
  if (request.method !== "POST") return reply;
  try {
    const form = readForm(request.headers["content-type"], request.body);
    if (reply.status === 200 && form.get("grant_type") === "refresh_token") return reply;
    const [resource] = form.resources;
    noteStep({
      ...from(request),
      step: "token" satisfies StepName,
      ...verdict(reply, readBody(reply)),
      clientId: form.get("client_id") ?? basicName(request.headers["authorization"]),
      server: resource === undefined ? undefined : readResource(request.tenant, resource)?.audience,
    });
  } catch {
    noteStep({ ...from(request), step: "token", ...verdict(reply, readBody(reply)) });
  }
  return reply;
}

const from = ({ tenant, ip, userAgent }: Pick<OAuthRequest, "tenant" | "ip" | "userAgent">) => ({
  tenant,
  ip,
  userAgent,
});

/** RFC 6749 §5.2: what the client was told. */
function verdict({ status }: OAuthReply, body: Record<string, unknown>) {
  if (status < 300) return { ok: true };
  return { ok: false, code: textOf(body["error"]) ?? `http_${status}`, text: textOf(body["error_description"]) };
}

function readBody({ body }: OAuthReply): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === "object" && read !== null ? { ...read } : {};
  } catch {
    return {};
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" && value !== "" ? value : undefined);

/** The client_id of an Authorization header; its secret is not looked at. */
function basicName(header: string | undefined): string | undefined {
  const [, encoded] = /^basic +(\S+)$/i.exec(header ?? "") ?? [];
  const [name] = Buffer.from(encoded ?? "", "base64")
    .toString("utf8")
    .split(":");
  try {
    return name === undefined || name === "" ? undefined : decodeURIComponent(name.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
