"use server";

import { z } from "zod";
import { action } from "@/lib/console/action";
import { HouseError, isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { CreateClientInput, createClient } from "@/lib/oauth/clients/create-client";
import { deleteClient } from "@/lib/oauth/clients/delete-client";
import { updateClient } from "@/lib/oauth/clients/update-client";

const ClientId = z.string().min(1).max(2_000);
const filled = (text: string | undefined): string | undefined => (text === "" ? undefined : text);

/** The form's fields, before they are an input: texts, of which the empty ones are left out. */
const ClientForm = z.object({
  name: z.string(),
  authMethod: z.string(),
  redirectUris: z.string().max(50_000).default(""),
  jwks: z.string().max(50_000).default(""),
  jwksUri: z.string().optional(),
  human: z.string().optional(),
  server: z.string().optional(),
  level: z.string().optional(),
});

/** The fields that an issue of the input is shown at. */
const fieldOf = (path: PropertyKey | undefined): string => (path === "consents" ? "server" : String(path ?? "name"));

const NewClient = ClientForm.transform((form, context) => {
  const { name, authMethod, redirectUris, jwks, jwksUri, human, server, level } = form;
  const keys = filled(jwks.trim());
  const read = CreateClientInput.safeParse({
    name,
    authMethod,
    redirectUris: redirectUris.split(/\s+/).filter((uri) => uri !== ""),
    ...(keys !== undefined && { jwks: readJson(keys) }),
    jwksUri: filled(jwksUri),
    human: filled(human),
    ...(filled(server) !== undefined && { consents: [{ server, level }] }),
  });
  if (read.success) return read.data;
  for (const { path, message } of read.error.issues)
    context.addIssue({
      code: "custom",
      path: [fieldOf(path[0])],
      message: path[0] === "jwks" ? 'Paste a JSON Web Key Set: {"keys": […]}.' : message,
    });
  return z.NEVER;
});

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const createClientAction = action({
  may: "agents:write",
  input: NewClient,
  run: async (ctx, input) => {
    try {
      const { client, secret } = await createClient(ctx, input);
      return { name: client.name, clientId: client.clientId, secret };
    } catch (error) {
      if (!isHouseError(error)) throw error;
      // The form has one field for a whole list.
      const issues = error.issues.map((issue) => ({ ...issue, path: fieldOf(issue.path.split(".")[0]) }));
      throw new HouseError(error.code, error.message, { issues });
    }
  },
  refresh: paths.clients,
});

export const setClientStatusAction = action({
  may: "agents:write",
  input: z.object({ client: ClientId, status: z.enum(["active", "suspended"]) }),
  run: async (ctx, { client, status }) => void (await updateClient(ctx, client, { status })),
  refresh: paths.clients,
});

export const newSecretAction = action({
  may: "agents:write",
  input: z.object({ client: ClientId }),
  run: async (ctx, { client }) => {
    const made = await updateClient(ctx, client, { newSecret: true });
    return { name: made.client.name, clientId: made.client.clientId, secret: made.secret };
  },
  refresh: paths.clients,
});

export const deleteClientAction = action({
  may: "agents:write",
  input: z.object({ client: ClientId }),
  run: (ctx, { client }) => deleteClient(ctx, client),
  refresh: paths.clients,
});
