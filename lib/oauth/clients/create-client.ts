import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Human } from "@/lib/db/rows";
import type { Ctx } from "@/lib/kernel/ctx";
import { invalid, isHouseError } from "@/lib/kernel/errors";
import { newId } from "@/lib/kernel/ids";
import { hashSecret, newSecret } from "@/lib/kernel/keys";
import { requireScope } from "@/lib/kernel/scope";
import { AgentSlug } from "@/lib/registry/agents/agent-slug";
import { ConsentTerms } from "@/lib/registry/consents/consent-terms";
import { getHumanRow } from "@/lib/registry/humans/find-human-row";
import { insertInstance, type NewInstance } from "@/lib/registry/instances/insert-instance";
import { authMethods } from "../metadata/auth-methods";
import { ClientMetadata, readClientMetadata } from "./client-metadata";
import type { ClientRow } from "./client-row";
import { type ClientView, clientParts, toClientView } from "./client-view";
import { insertClient } from "./insert-client";
import { recognizeAgent } from "./recognize-agent";

export const CreateClientInput = z.strictObject({
  name: z.string().trim().min(1).max(120),
  /** Slug; what the name is recognized as where none is given. */
  agent: AgentSlug.optional(),
  authMethod: z.enum(authMethods).default("none"),
  /** Where its answers may go, for a client that humans authorize. */
  redirectUris: z.array(z.string().min(1).max(2_000)).max(50).default([]),
  /** Public keys, for `private_key_jwt`: given, or by URL. */
  jwks: ClientMetadata.shape.jwks,
  jwksUri: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  /** Key, id or e-mail: under whose authority it gets tokens by itself (client credentials). */
  human: z.string().min(1).max(300).optional(),
  /** What its instance may use then, within that human's ceilings. */
  consents: z
    .array(z.strictObject({ server: z.string().min(1).max(100), ...ConsentTerms.shape }))
    .max(200)
    .default([]),
});
export type CreateClientInput = z.input<typeof CreateClientInput>;

/**
 * Adds an OAuth client by hand: one that humans authorize, or one that gets tokens by itself for an assigned human. The
 * secret is told this once and stored as a hash. With a human, its one instance is made with it. Throws `invalid` by the place
 * in the input, `not_found` for a human or server of nobody here, `forbidden` for a consent above the human's ceiling.
 */
export async function createClient(
  ctx: Ctx,
  given: CreateClientInput,
): Promise<{ client: ClientView; secret: string | null }> {
  requireScope(ctx, "agents:write");
  if (given.human !== undefined) requireScope(ctx, "instances:write");
  const input = CreateClientInput.parse(given);
  const metadata = toMetadata(input);
  const secret = input.authMethod.startsWith("client_secret") ? newSecret("css") : null;
  const view = await write(ctx, async (tx, record) => {
    const human = input.human === undefined ? null : await getHumanRow(tx, input.human);
    const client = await insertClient(tx, record, ctx, {
      kind: "manual",
      clientId: newId("client"),
      metadata,
      agent: input.agent ?? recognizeAgent(metadata),
      secretHash: secret === null ? null : hashSecret(secret),
      humanId: human?.id ?? null,
    });
    if (!client) throw new Error("A new random client id is taken.");
    if (human) await insertInstance(tx, record, ctx, headlessInstance(client, human, input.consents));
    return toClientView(await tx.oAuthClient.findFirstOrThrow({ where: { id: client.id }, include: clientParts }));
  });
  return { client: view, secret };
}

type Parsed = z.infer<typeof CreateClientInput>;

/** The instance under which a client acts that gets its tokens by itself. */
export const headlessInstance = (client: ClientRow, human: Human, consents: Parsed["consents"]): NewInstance => ({
  agentId: client.agentId,
  humanId: human.id,
  oauthClientId: client.id,
  label: client.metadata.client_name ?? client.agent.name,
  consents,
});

function toMetadata(input: Parsed): ClientMetadata {
  const { name, authMethod, redirectUris, jwks, jwksUri, human, consents } = input;
  if (human === undefined && consents.length > 0) throw at("consents", "Consents need the human who gives them.");
  if (human !== undefined && authMethod === "none")
    throw at("authMethod", "A client that gets tokens by itself needs a secret or keys.");
  // So that every instance of a headless client is its own, and none that a human consented to.
  if (human !== undefined && redirectUris.length > 0)
    throw at("redirectUris", "A client that gets tokens by itself asks nobody. Make another one for humans.");
  if (human === undefined && redirectUris.length === 0)
    throw at("redirectUris", "A client that humans authorize needs a redirect URI; one that acts by itself, a human.");
  if (authMethod === "private_key_jwt" && !jwks && jwksUri === undefined)
    throw at("jwks", "private_key_jwt needs the client's public keys.");
  return {
    client_name: name,
    redirect_uris: readTaken(redirectUris),
    grant_types: human === undefined ? ["authorization_code", "refresh_token"] : ["client_credentials"],
    response_types: ["code"],
    token_endpoint_auth_method: authMethod,
    ...(authMethod === "private_key_jwt" && {
      ...(jwks && { jwks }),
      ...(jwksUri !== undefined && { jwks_uri: jwksUri }),
    }),
  };
}

/** Redirect URIs that a person typed: each has to be one that can be taken. Throws `invalid`. */
export function readTaken(redirectUris: readonly string[]): string[] {
  return redirectUris.map((uri, index) => {
    try {
      const sent = { redirect_uris: [uri] };
      const [taken = uri] = readClientMetadata(sent, { defaultAuth: "none", refuses: () => undefined }).redirect_uris;
      return taken;
    } catch (error) {
      throw isHouseError(error) ? at(`redirectUris.${index}`, error.message) : error;
    }
  });
}

const at = (path: string, message: string) => invalid(message, [{ path, message }]);
