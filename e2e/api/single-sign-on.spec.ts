import { expect, test } from "@playwright/test";
import { type Browser, openBrowser, setCookie, toText, whoIs } from "./browser";
import { type FakeIssuer, type Person, startFakeIssuer } from "./fake-issuer";
import { hasBuild, type OwnServer, startOwnServer } from "./own-server";
import { at, lastEvent, listAt, makeTenant, newName, type Tenant } from "./world";

/** Signing in to the console through an OpenID Connect issuer: a server of its own, and an issuer that does as it is told. */

test.skip(!hasBuild(), "needs a build (COUNTERSIGN_DIST)");

let issuer: FakeIssuer;
let server: OwnServer;
let tenant: Tenant;

test.beforeAll(async () => {
  [issuer, tenant] = await Promise.all([startFakeIssuer(), makeTenant()]);
  server = await startOwnServer({
    AUTH_OIDC_ISSUER: issuer.url,
    AUTH_OIDC_CLIENT_ID: issuer.clientId,
    AUTH_OIDC_CLIENT_SECRET: issuer.clientSecret,
    AUTH_OIDC_NAME: "Example Corp",
  });
});
test.afterAll(async () => {
  await server?.stop();
  await issuer?.stop();
});

const open = () => openBrowser(server.url);

/** Follows the button of the sign-in page to the issuer; what comes back is where the issuer sends the browser. */
async function toIssuer({ context }: Browser, person: Person, callbackUrl = "/me"): Promise<string> {
  const page = await (await context.get(`/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`)).text();
  expect(toText(page)).toContain("Continue with Example Corp");
  const link = /href="([^"]*\/sign-in\/oidc[^"]*)"/.exec(page)?.[1] ?? "";
  expect(link.startsWith(server.url), "the attempt begins where the issuer leads back to").toBe(true);
  const start = await context.get(link);
  expect(start.status()).toBe(302);
  const asked = new URL(start.headers()["location"] ?? "");
  expect(asked.origin).toBe(issuer.url);
  expect(asked.searchParams.get("scope")).toBe("openid email profile");
  expect(asked.searchParams.get("redirect_uri")).toBe(`${server.url}/api/auth/callback/oidc`);
  issuer.be(person);
  const back = await context.get(asked.href);
  expect(back.status()).toBe(302);
  return back.headers()["location"] ?? "";
}

async function comeBack({ context }: Browser, url: string): Promise<string> {
  let answer = await context.get(url);
  for (let hops = 0; hops < 5 && answer.status() === 302; hops += 1) {
    const location = answer.headers()["location"] ?? "";
    if (!location.startsWith("/api/auth/")) return location;
    answer = await context.get(location);
  }
  return `${answer.status()}`;
}

const signIn = async (person: Person) => {
  const browser = await open();
  const location = await comeBack(browser, await toIssuer(browser, person));
  return { location, email: await whoIs(browser) };
};

test("a verified e-mail of a known user signs in and goes where one wanted to go", async () => {
  const person = { sub: newName("sub"), email: tenant.email.toUpperCase(), verified: true };
  expect(await signIn(person)).toEqual({ location: "/me", email: tenant.email });
  expect(await lastEvent(tenant.api, "session.created")).toMatchObject({
    actor: { name: tenant.email },
    details: { method: "oidc" },
  });
  expect(await signIn({ ...person, inUserinfo: true }), "again, as the same login").toEqual({
    location: "/me",
    email: tenant.email,
  });
});

test("another login with the same e-mail does not come in as a user whose login is known", async () => {
  const own = await makeTenant();
  const sub = newName("sub");
  expect((await signIn({ sub, email: own.email, verified: true, inUserinfo: true })).email).toBe(own.email);
  const refused = await signIn({ sub: newName("heir"), email: own.email, verified: true });
  expect(refused).toEqual({ location: expect.stringContaining("error=AccessDenied"), email: undefined });
  expect(await lastEvent(own.api, "session.refused")).toMatchObject({ reason: { code: "login_of_another" } });
  // The known login is found by its name at the issuer, whatever its e-mail has become.
  expect((await signIn({ sub, email: `${newName("new")}@example.com`, verified: true })).email).toBe(own.email);
});

test("a human whom an admin has made known signs in without an account, and their environment hears of it", async () => {
  const own = await makeTenant();
  const email = `${newName("human")}@example.com`;
  expect((await own.api("POST", "humans", { email, name: "Alice" })).status).toBe(201);
  const person = { sub: newName("sub"), email, verified: true };
  expect((await signIn({ ...person, verified: false })).email).toBeUndefined();
  expect(await signIn(person)).toEqual({ location: "/me", email });
  expect(await lastEvent(own.api, "session.created")).toMatchObject({
    actor: { type: "human", name: "Alice" },
    details: { method: "oidc", loginTied: true },
  });
  expect((await signIn({ ...person, sub: newName("heir") })).email, "another login with this e-mail").toBeUndefined();
});

test("an e-mail that the issuer has not verified, or that nobody here has, is refused", async () => {
  const own = await makeTenant();
  for (const person of [
    { sub: newName("sub"), email: own.email, verified: false },
    { sub: newName("sub"), email: `${newName("nobody")}@example.com`, verified: true },
  ]) {
    const refused = await signIn(person);
    expect(refused).toEqual({ location: expect.stringContaining("error=AccessDenied"), email: undefined });
  }
  expect(await lastEvent(own.api, "session.refused")).toMatchObject({ reason: { code: "email_not_verified" } });
  const page = await (await (await open()).context.get("/sign-in?error=AccessDenied")).text();
  expect(toText(page)).toContain("This login belongs to nobody here.");
});

test("an answer that was not asked for in this browser signs nobody in", async () => {
  const person = { sub: newName("sub"), email: tenant.email, verified: true };
  const asker = await open();
  const answer = await toIssuer(asker, person);

  const victim = await open();
  expect(await comeBack(victim, answer), "without the cookies of the attempt").toContain("error=OAuthCallback");
  expect(await whoIs(victim)).toBeUndefined();

  const other = await open();
  const forged = new URL(await toIssuer(other, person));
  forged.searchParams.set("state", "x".repeat(43));
  expect(await comeBack(other, forged.href), "with another state").toContain("error=OAuthCallback");

  const replayed = await open();
  const wrong = await toIssuer(replayed, { ...person, wrongNonce: true });
  expect(await comeBack(replayed, wrong), "with another nonce").toContain("error=OAuthCallback");
  expect(await whoIs(replayed)).toBeUndefined();
});

test("behind https every cookie is secure and bound to its host", async () => {
  const https = await startOwnServer({ PUBLIC_URL: "https://countersign.example" });
  try {
    const { context } = await openBrowser(https.url);
    const csrf = await context.get("/api/auth/csrf");
    const cookie = setCookie(csrf, "__Host-next-auth.csrf-token") ?? "";
    expect(cookie).toContain("Secure");
    const body: unknown = await csrf.json();
    const answer = await context.post("/api/auth/callback/credentials", {
      headers: { cookie: cookie.split(";")[0] ?? "" },
      form: {
        csrfToken: String(at(body, "csrfToken")),
        email: tenant.email,
        password: tenant.password,
        callbackUrl: "/me",
      },
    });
    expect([answer.status(), answer.headers()["location"]]).toEqual([302, "/me"]);
    const session = setCookie(answer, "__Host-countersign.session") ?? "";
    for (const part of ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"]) expect(session).toContain(part);
  } finally {
    await https.stop();
  }
});

test("the address in the log is the one that the trusted proxies saw, never one that the client made up", async () => {
  const proxied = await startOwnServer({ TRUST_PROXY: "1" });
  try {
    const { context } = await openBrowser(proxied.url);
    await context.get(`/api/v1/${tenant.slug}/humans`, {
      headers: { authorization: "Bearer csk_wrong", "x-forwarded-for": "203.0.113.66, 198.51.100.7" },
    });
    expect(await lastEvent(tenant.api, "auth.refused")).toMatchObject({ ip: "198.51.100.7" });
  } finally {
    await proxied.stop();
  }
  const { body } = await tenant.api("GET", "events?type=auth.refused");
  expect(listAt(body, "items").map((event) => at(event, "ip"))).not.toContain("203.0.113.66");
});
