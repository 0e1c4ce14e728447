import { expect, test } from "@playwright/test";
import { tenantClient } from "@/lib/db/tenant";
import { humanCtx } from "@/prisma/world/human-ctx";
import { makeAuthorization } from "@/prisma/world/make-authorization";
import { makeHuman } from "@/prisma/world/make-human";
import { makeServer } from "@/prisma/world/make-server";
import { makeTenant, type World } from "@/prisma/world/make-tenant";
import { authorize, oauthRequest, readBody, register, token } from "@/prisma/world/oauth-world";
import { getAuthorization } from "../authorize/get-authorization";
import { refuseAuthorization } from "../authorize/refuse-authorization";
import { answerRegister } from "../clients/register-endpoint";
import { answerServerMetadata } from "../metadata/endpoint";
import { resourceUrl } from "../resource";
import { updateOAuthSettings } from "../settings/update-oauth-settings";
import { listOnboarding } from "./list-onboarding";
import { flushNotes, noteStep } from "./note-step";
import { attemptsMax, storeNotes } from "./store-notes";

const seen = async (world: World) => (await listOnboarding(world.ctx("viewer"))).items;

test("the endpoints tell the doctor, and a wrong redirect URI is shown beside the registered ones", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  await makeServer(world);
  await answerServerMetadata(oauthRequest(world, { method: "GET" }));
  const { client_id } = await register(world);
  await authorize(world, {
    client_id,
    redirect_uri: "https://evil.example/cb?token=secret",
    resource: resourceUrl(world.tenant.slug, "linear"),
  });
  const [attempt, ...more] = await seen(world);
  expect(more).toEqual([]);
  expect(attempt).toMatchObject({
    clientId: client_id,
    client: "Claude Code (linear)",
    server: "linear",
    diagnosis: { state: "stopped", step: "authorize", code: "redirect_uri_not_registered" },
  });
  expect(attempt?.steps.map(({ step, ok }) => [step, ok])).toEqual([
    ["server_metadata", true],
    ["registration", true],
    ["authorize", false],
  ]);
  expect(attempt?.diagnosis.what).toContain("https://evil.example/cb, and registered http://localhost:3118/callback");
  expect(JSON.stringify(attempt)).not.toContain("secret");
  expect(await seen(other)).toEqual([]);
});

test("registration off, PKCE missing, an unknown resource, a refusal and a bad code are each found", async () => {
  const world = await makeTenant();
  const human = await makeHuman(world);
  const found = async () => (await seen(world))[0]?.diagnosis;
  const { client_id } = await register(world);
  const client = await tenantClient(world.tenant.no).oAuthClient.findFirstOrThrow({ where: { clientId: client_id } });
  const ask = { client_id, code_challenge: undefined };
  await authorize(world, ask);
  expect(await found()).toMatchObject({ code: "pkce_missing" });
  await authorize(world, { client_id, resource: "https://elsewhere.example/mcp" });
  expect(await found()).toMatchObject({ code: "invalid_target" });
  await authorize(world, { client_id });
  expect(await found()).toMatchObject({ state: "waiting", step: "consent", remarks: [expect.any(String)] });

  const request = await makeAuthorization(world, client.id);
  const ctx = { ...humanCtx(world, human), ip: oauthRequest(world).ip };
  await getAuthorization(ctx, request, "ses_1");
  await refuseAuthorization(ctx, request, { sessionId: "ses_1" });
  expect(await found()).toMatchObject({ code: "access_denied", step: "consent" });

  const code = "csa_not_a_code";
  await token(world, {
    grant_type: "authorization_code",
    client_id,
    code,
    code_verifier: "v".repeat(43),
  });
  expect(await found()).toMatchObject({ code: "invalid_grant", step: "token" });
  expect(JSON.stringify(await seen(world))).not.toContain(code);
  expect(await seen(world)).toHaveLength(1);

  await updateOAuthSettings(world.ctx("admin"), { registration: false });
  const reply = await answerRegister(oauthRequest(world, { ip: "203.0.113.5", body: "{}" }));
  expect(readBody(reply)).toMatchObject({ error: "access_denied" });
  expect(await found()).toMatchObject({ code: "access_denied", step: "registration" });
});

test("of a tenant 200 attempts are kept: those without a name go first, another tenant's stay", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const note = (n: number) =>
    ({ step: "challenge", ok: true, ip: `2001:db8::${n.toString(16)}`, userAgent: "x" }) as const;
  const from = { tenant: world.tenant.slug, userAgent: "x", atMs: Date.now() };
  await storeNotes(other.tenant.slug, [{ ...note(1), ...from, tenant: other.tenant.slug }]);
  await storeNotes(world.tenant.slug, [{ ...from, step: "registration", ok: true, clientId: "cli_1", ip: null }]);
  for (const part of [0, 1])
    await storeNotes(
      world.tenant.slug,
      Array.from({ length: 125 }, (_, n) => ({
        ...note(part * 125 + n),
        ...from,
        atMs: from.atMs + part * 125 + n + 1,
      })),
    );
  expect(await tenantClient(world.tenant.no).onboarding.count()).toBe(attemptsMax);
  expect((await listOnboarding(world.ctx("viewer"), { client: "cli_1" })).items).toHaveLength(1);
  expect(await seen(other)).toHaveLength(1);
});

test("notes are folded, bounded, stored by themselves, and harm nobody: unknown tenants, strange names, races", async () => {
  const world = await makeTenant();
  const { slug } = world.tenant;
  const note = { tenant: slug, step: "challenge", ok: true, ip: "192.0.2.1", userAgent: "x" } as const;
  for (let n = 0; n < 10_000; n += 1) noteStep({ ...note, userAgent: `x${n % 500}` });
  for (const tenant of ["nobody", "nul\0", "x".repeat(9_999), ""]) noteStep({ ...note, tenant });
  await expect.poll(() => tenantClient(world.tenant.no).onboarding.count()).toBeGreaterThan(0);
  expect(await tenantClient(world.tenant.no).onboarding.count()).toBeLessThanOrEqual(60);

  // Two processes store at one moment: nothing is lost.
  const timed = { ...note, ip: "192.0.2.77", clientId: "cli_race", atMs: Date.now() };
  const steps = ["registration", "authorize", "consent", "token"] as const;
  await Promise.all(steps.map((step) => storeNotes(slug, [{ ...timed, step }])));
  await flushNotes();
  const { items } = await listOnboarding(world.ctx("viewer"), { client: "cli_race" });
  expect(items.map((one) => one.steps.map(({ step }) => step))).toEqual([[...steps]]);
});

test("only who may read agents sees it", async () => {
  const world = await makeTenant();
  await expect(listOnboarding(world.keyCtx("events:read"))).rejects.toMatchObject({ code: "forbidden" });
});
