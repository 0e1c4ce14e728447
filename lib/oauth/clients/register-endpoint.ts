import "server-only";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { answerJson, emptyReply, jsonReply, type OAuthReply, type OAuthRequest } from "../exchange";
import { countRequest } from "../internal/rate";
import { oauthCtx } from "../oauth-ctx";
import { oauthError } from "../oauth-error";
import { noteRegistration } from "../onboarding/note-reply";
import type { ClientMetadata } from "./client-metadata";
import type { ClientRow } from "./client-row";
import { deleteRegistration, getRegistration, replaceRegistration } from "./manage-registration";
import { registerClient } from "./register-client";
import { registrationToken } from "./registration-token";

const rate = { name: "register", max: 30, seconds: 60 };

/** POST of the registration endpoint (RFC 7591 §3): 201 with everything that clients look for, what is theirs told once. */
export const answerRegister = (request: OAuthRequest): Promise<OAuthReply> =>
  answerJson(request, ["POST"], async () => {
    const ctx = await oauthCtx(request);
    await countRequest(ctx, rate);
    const { client, metadata, secret } = await registerClient(ctx, readJson(request.body));
    return jsonReply(201, toAnswer(request.tenant, client, metadata, secret));
  }).then((reply) => noteRegistration(request, reply));

/** GET, PUT and DELETE of one registration (RFC 7592 §2). */
export const answerRegistration = (request: OAuthRequest, clientId: string): Promise<OAuthReply> =>
  answerJson(request, ["GET", "PUT", "DELETE"], async () => {
    const ctx = await oauthCtx(request);
    await countRequest(ctx, rate);
    const token = /^bearer +([A-Za-z0-9._~+/=-]{1,300})$/i.exec(request.headers["authorization"] ?? "")?.[1];
    if (request.method === "DELETE") {
      await deleteRegistration(ctx, clientId, token);
      return emptyReply(204);
    }
    const client =
      request.method === "PUT"
        ? await replaceRegistration(ctx, clientId, token, readJson(request.body))
        : await getRegistration(ctx, clientId, token);
    return jsonReply(200, toAnswer(request.tenant, client, client.metadata));
  });

/** RFC 7591 §3.2.1 and RFC 7592 §3. claude.ai gives up without `registration_client_uri`. */
function toAnswer(tenant: string, client: ClientRow, metadata: ClientMetadata, secret?: string): unknown {
  return {
    client_id: client.clientId,
    client_id_issued_at: Math.floor(client.createdAt.getTime() / 1_000),
    ...(secret !== undefined && { client_secret: secret, client_secret_expires_at: 0 }),
    registration_client_uri: absolute(paths.register(tenant, client.clientId)),
    registration_access_token: registrationToken(client),
    ...metadata,
  };
}

function readJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw oauthError("invalid_client_metadata", "The body has to be a JSON object.");
  }
}
