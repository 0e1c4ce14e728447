import "server-only";
import { CreateKeyInput, createKey } from "@/lib/registry/keys/create-key";
import { deleteKey } from "@/lib/registry/keys/delete-key";
import { ListKeysInput, listKeys } from "@/lib/registry/keys/list-keys";
import { family } from "./operation";

const { get, post, del } = family("Keys");

export const keys = {
  createKey: post("keys", {
    summary: "Create an API key",
    description: "A key cannot be given a scope that its maker does not have.",
    may: "keys:write",
    body: CreateKeyInput,
    status: 201,
    answer: "The key, which is shown this once, with its id and scopes.",
    run: (ctx, { body }) => createKey(ctx, body),
  }),
  listKeys: get("keys", {
    summary: "List API keys",
    may: "keys:read",
    query: ListKeysInput,
    answer: "A page of keys that are not revoked, the newest first; never the keys themselves.",
    run: (ctx, { query }) => listKeys(ctx, query),
  }),
  deleteKey: del("keys/{id}", {
    summary: "Revoke an API key",
    may: "keys:write",
    answer: "Nothing.",
    run: (ctx, { params }) => deleteKey(ctx, params.id),
  }),
};
