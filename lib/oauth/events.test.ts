import { expect, test } from "@playwright/test";
import { isEventType, isWritten } from "@/lib/audit/catalog";
import { referenceOf } from "@/lib/audit/catalog/reference";
import { problemsOf } from "@/lib/audit/catalog/reference/problems-of";
import { present } from "@/lib/audit/present";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant } from "@/prisma/world/make-tenant";
import { connect, publicClient, register, revoke, token } from "@/prisma/world/oauth-world";
import { readEvents } from "@/prisma/world/read-events";
import { createClient } from "./clients/create-client";
import { deleteClient } from "./clients/delete-client";
import { updateClient } from "./clients/update-client";
import { rotateSigningKey } from "./keys/rotate-signing-key";
import { updateOAuthSettings } from "./settings/update-oauth-settings";

test("every event that connecting and its end leave is as its reference page says, and reads as a sentence", async () => {
  const world = await makeTenant();
  await makeServer(world);
  const human = await makeHuman(world, { ceilings: { linear: "high" } });
  const ctx = world.ctx("owner");
  const { client_id } = await register(world);
  const first = await connect(world, human, client_id);
  const second = await connect(world, human, client_id);
  const grant_type = "authorization_code";
  await token(world, { grant_type, client_id, code: first.code, code_verifier: first.verifier });
  await token(world, { grant_type: "refresh_token", client_id, refresh_token: "csr_nothing" });
  await revoke(world, { client_id, token: second.access_token });
  await revoke(world, { client_id, token: second.refresh_token });
  const other = await register(world, { ...publicClient, client_name: "Other" });
  await updateClient(ctx, other.client_id, { status: "suspended" });
  await deleteClient(ctx, other.client_id);
  const made = await createClient(ctx, { name: "CI", authMethod: "client_secret_post", human: human.key });
  await updateClient(ctx, made.client.clientId, { newSecret: true });
  await token(world, { grant_type: "client_credentials", client_id: made.client.clientId, client_secret: "wrong" });
  await rotateSigningKey(ctx);
  await updateOAuthSettings(ctx, { registration: false, admitted: ["claude.ai"] });

  const events = await readEvents(world);
  const types = new Set<string>(events.map(({ type }) => type));
  for (const type of [
    ...["oauth.client.registered", "oauth.client.updated", "oauth.client.deleted", "oauth.key.rotated"],
    ...["token.reuse_detected", "token.revoked", "auth.refused", "tenant.updated", "agent.disconnected"],
  ])
    expect(types, type).toContain(type);
  for (const event of events) {
    if (!isEventType(event.type) || !isWritten(event.type)) throw new Error(`${event.type} is not in the catalogue.`);
    expect(problemsOf(event, referenceOf(event.type)), `${event.type}: ${JSON.stringify(event)}`).toEqual([]);
    expect(JSON.stringify(present(event)), event.type).not.toMatch(/undefined|something|Somebody/);
  }
});
