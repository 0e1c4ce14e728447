import "server-only";
import { AssignClientInput, assignClient } from "@/lib/oauth/clients/assign-client";
import { CreateClientInput, createClient } from "@/lib/oauth/clients/create-client";
import { deleteClient } from "@/lib/oauth/clients/delete-client";
import { getClient } from "@/lib/oauth/clients/get-client";
import { ListClientsInput, listClients } from "@/lib/oauth/clients/list-clients";
import { UpdateClientInput, updateClient } from "@/lib/oauth/clients/update-client";
import { listSigningKeys } from "@/lib/oauth/keys/list-signing-keys";
import { rotateSigningKey } from "@/lib/oauth/keys/rotate-signing-key";
import { getOAuthSettings } from "@/lib/oauth/settings/get-oauth-settings";
import { UpdateOAuthSettingsInput, updateOAuthSettings } from "@/lib/oauth/settings/update-oauth-settings";
import { family } from "./operation";

const { get, post, put, patch, del } = family("OAuth");

export const oauth = {
  createOAuthClient: post("clients", {
    summary: "Add an OAuth client by hand",
    description:
      "One that humans authorize (with redirect URIs), or one that gets tokens by itself under the authority of `human` (client credentials).",
    may: "agents:write",
    body: CreateClientInput,
    status: 201,
    answer: "`client`, and its `secret`, which is shown this once; null where it has none.",
    run: (ctx, { body }) => createClient(ctx, body),
  }),
  listOAuthClients: get("clients", {
    summary: "List OAuth clients",
    may: "agents:read",
    query: ListClientsInput,
    answer: "A page of clients, the newest first; never a secret.",
    run: (ctx, { query }) => listClients(ctx, query),
  }),
  getOAuthClient: get("clients/{client}", {
    summary: "Get an OAuth client",
    description: "A client_id that is a URL stands percent-encoded in the path.",
    may: "agents:read",
    answer: "The client.",
    run: (ctx, { params }) => getClient(ctx, params.client),
  }),
  updateOAuthClient: patch("clients/{client}", {
    summary: "Change, suspend or resume an OAuth client",
    description: "Of a client that registered itself or has a metadata document, only the status can be changed.",
    may: "agents:write",
    body: UpdateClientInput,
    answer: "`client`, and its `secret` where a new one was asked for.",
    run: (ctx, { params, body }) => updateClient(ctx, params.client, body),
  }),
  deleteOAuthClient: del("clients/{client}", {
    summary: "Delete an OAuth client",
    description: "Its instances are disconnected. One that registers itself may come again: suspend it to keep it out.",
    may: "agents:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deleteClient(ctx, params.client),
  }),
  assignOAuthClient: put("clients/{client}/human", {
    summary: "Name the human under whose authority an OAuth client gets tokens by itself",
    description: "It gets a new instance; the one that it had is disconnected.",
    may: "agents:write",
    body: AssignClientInput,
    answer: "The client.",
    run: (ctx, { params, body }) => assignClient(ctx, params.client, body),
  }),
  getOAuthSettings: get("oauth/settings", {
    summary: "Get how agents may connect",
    may: "tenant:read",
    answer: "The settings of the authorization server.",
    run: (ctx) => getOAuthSettings(ctx),
  }),
  updateOAuthSettings: patch("oauth/settings", {
    summary: "Change how agents may connect",
    may: "tenant:write",
    body: UpdateOAuthSettingsInput,
    answer: "The settings as they are then.",
    run: (ctx, { body }) => updateOAuthSettings(ctx, body),
  }),
  listSigningKeys: get("oauth/signing-key", {
    summary: "List the keys that access tokens are signed with",
    may: "tenant:read",
    answer: "The ten latest keys by their ids; never a key itself.",
    run: (ctx) => listSigningKeys(ctx),
  }),
  rotateSigningKey: post("oauth/signing-key", {
    summary: "Sign with a new key from now on",
    description: "Tokens that are out stay good; the old key is published until the last of them has expired.",
    may: "tenant:write",
    answer: "The id of the new key.",
    run: (ctx) => rotateSigningKey(ctx),
  }),
};
