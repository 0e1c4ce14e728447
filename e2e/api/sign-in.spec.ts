import { expect, test } from "@playwright/test";
import { openBrowser, refusalOf, setCookie, signInByHttp, submitForm, toText, whoIs } from "./browser";
import { at, baseUrl, cli, lastEvent, listAt, makeTenant, newName, type Tenant, textAt, toAnswer } from "./world";

/** Signing in to the console and out of it, over HTTP. */

const cookieName = "countersign.session";

test("the right password signs in, sets a cookie that scripts cannot read, and is in the log", async () => {
  const tenant = await makeTenant();
  const browser = await openBrowser();
  expect(await whoIs(browser)).toBeUndefined();
  const answer = await signInByHttp(browser, { ...tenant, callbackUrl: `/${tenant.slug}/audit?type=x` });
  expect(answer.status()).toBe(302);
  expect(answer.headers()["location"]).toBe(`/${tenant.slug}/audit?type=x`);
  const cookie = setCookie(answer, cookieName) ?? "";
  expect(cookie).toContain("HttpOnly");
  expect(cookie).toContain("SameSite=Lax");
  expect(cookie).toContain("Path=/");
  expect(await whoIs(browser)).toBe(tenant.email);

  const event = await lastEvent(tenant.api, "session.created");
  expect(event).toMatchObject({
    actor: { type: "member", name: tenant.email },
    surface: "console",
    outcome: "success",
  });
  expect(at(event, "details.session")).toMatch(/^ses_/);
});

test("the form signs in without JavaScript and goes where one wanted to go", async () => {
  const tenant = await makeTenant();
  const browser = await openBrowser();
  const answer = await submitForm(browser, `/sign-in?callbackUrl=${encodeURIComponent(`/${tenant.slug}/agents`)}`, {
    email: tenant.email.toUpperCase(),
    password: tenant.password,
  });
  expect([answer.status(), answer.headers()["location"]]).toEqual([303, `/${tenant.slug}/agents`]);
  expect(setCookie(answer, cookieName)).toContain("HttpOnly");
  expect(await whoIs(browser)).toBe(tenant.email);
  await lastEvent(tenant.api, "session.created");

  const again = await browser.context.get("/sign-in?callbackUrl=%2Fme");
  expect([again.status(), again.headers()["location"]]).toEqual([307, "/me"]);
});

test("a wrong password is said on the page, which keeps the e-mail and forgets the password", async () => {
  const tenant = await makeTenant();
  const browser = await openBrowser();
  const answer = await submitForm(browser, "/sign-in", { email: tenant.email, password: "not the password" });
  expect(answer.status()).toBe(200);
  const page = await answer.text();
  expect(toText(page)).toContain("The e-mail or the password is not right.");
  expect(page).toContain(`value="${tenant.email}"`);
  expect(page).not.toContain("not the password");
  expect(setCookie(answer, cookieName)).toBeUndefined();
  expect(await lastEvent(tenant.api, "session.refused")).toMatchObject({
    outcome: "denied",
    reason: { code: "wrong_password" },
    actor: { name: tenant.email },
  });
});

test("an unknown e-mail is answered as a wrong password is, and takes as long", async () => {
  const tenant = await makeTenant();
  const attempt = async (email: string) => {
    const browser = await openBrowser();
    const started = performance.now();
    const answer = await signInByHttp(browser, { email, password: "not the password" });
    return { ms: performance.now() - started, status: answer.status(), location: answer.headers()["location"] };
  };
  await attempt(tenant.email);
  const known = await attempt(tenant.email);
  const unknown = await attempt(`${newName("nobody")}@example.com`);
  expect([unknown.status, unknown.location]).toEqual([known.status, known.location]);
  expect(known.location).toContain("CredentialsSignin");
  // Both wait for the same moment, well after either has done its work.
  for (const { ms } of [known, unknown]) expect(ms).toBeGreaterThanOrEqual(600);
});

test("after too many wrong passwords even the right one has to wait, and the log says so", async () => {
  test.slow();
  const tenant = await makeTenant();
  for (let n = 0; n < 8; n += 1)
    await signInByHttp(await openBrowser(), { email: tenant.email, password: `wrong ${n}` });
  const answer = await signInByHttp(await openBrowser(), tenant);
  expect(answer.headers()["location"]).toContain("TooManyAttempts");
  const form = await submitForm(await openBrowser(), "/sign-in", { email: tenant.email, password: tenant.password });
  expect(toText(await form.text())).toContain("Too many attempts.");
  const { body } = await tenant.api("GET", "events?type=session.refused");
  expect(listAt(body, "items").map((event) => at(event, "reason.code"))).toEqual([
    "too_many_attempts",
    ...Array(8).fill("wrong_password"),
  ]);
  expect((await tenant.api("GET", "events?type=session.created")).body).toMatchObject({ items: [] });
});

test("sign-in leads to a path of this product only", async () => {
  const tenant = await makeTenant();
  const elsewhere = [
    "https://evil.example/x",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
  ];
  for (const callbackUrl of elsewhere) {
    const answer = await signInByHttp(await openBrowser(), { ...tenant, callbackUrl });
    expect([answer.status(), answer.headers()["location"]], callbackUrl).toEqual([302, "/"]);
    const form = await submitForm(await openBrowser(), `/sign-in?callbackUrl=${encodeURIComponent(callbackUrl)}`, {
      email: tenant.email,
      password: tenant.password,
    });
    expect([form.status(), form.headers()["location"]], callbackUrl).toEqual([303, "/"]);
  }
});

test("signing in and out works under both names of this machine", async () => {
  const tenant = await makeTenant();
  const { port } = new URL(baseUrl);
  for (const host of ["localhost", "127.0.0.1"]) {
    const browser = await openBrowser(`http://${host}:${port}`);
    const answer = await signInByHttp(browser, { ...tenant, callbackUrl: "/me" });
    expect([answer.status(), answer.headers()["location"]], host).toEqual([302, "/me"]);
    expect(await whoIs(browser), host).toBe(tenant.email);
    const out = await submitForm(browser, "/sign-out", {});
    expect([out.status(), out.headers()["location"]], host).toEqual([303, "/sign-in"]);
    expect(await whoIs(browser), host).toBeUndefined();
    const form = await submitForm(browser, "/sign-in", { email: tenant.email, password: tenant.password });
    expect([form.status(), form.headers()["location"]], host).toEqual([303, "/"]);
    expect(await whoIs(browser), host).toBe(tenant.email);
  }
});

test("signing out ends the session everywhere: a copied cookie is worth nothing any more", async () => {
  const tenant = await makeTenant();
  const browser = await openBrowser();
  await signInByHttp(browser, tenant);
  const { cookies } = await browser.context.storageState();
  const copy = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  const asCopy = async () =>
    (await browser.context.fetch(`/api/v1/${tenant.slug}/humans`, { headers: { cookie: copy } })).status();
  expect(await asCopy()).toBe(200);

  const csrfToken = textAt((await toAnswer(await browser.context.get("/api/auth/csrf"))).body, "csrfToken");
  const out = await browser.context.post("/api/auth/signout", { form: { csrfToken, callbackUrl: "/sign-in" } });
  expect([out.status(), out.headers()["location"]]).toEqual([302, "/sign-in"]);
  const thief = await openBrowser();
  const refused = await thief.context.get(`/api/v1/${tenant.slug}/humans`, { headers: { cookie: copy } });
  expect(refused.status()).toBe(401);
  expect(await lastEvent(tenant.api, "session.ended")).toMatchObject({ actor: { name: tenant.email } });
});

test("a cookie that was made up or changed signs nobody in", async () => {
  const tenant = await makeTenant();
  const browser = await openBrowser();
  await signInByHttp(browser, tenant);
  const { cookies } = await browser.context.storageState();
  const value = cookies.find(({ name }) => name === cookieName)?.value ?? "";
  for (const cookie of ["nonsense", `${value.slice(0, -4)}AAAA`, ""]) {
    const stranger = await openBrowser();
    const answer = await stranger.context.get(`/api/v1/${tenant.slug}/humans`, {
      headers: { cookie: `${cookieName}=${cookie}` },
    });
    expect(answer.status(), cookie.slice(0, 10)).toBe(401);
  }
});

test.describe("the API under the console's session", () => {
  let tenant: Tenant;
  let other: Tenant;
  test.beforeAll(async () => {
    [tenant, other] = await Promise.all([makeTenant(), makeTenant()]);
  });

  test("reads as the member, changes from our own pages only, and knows no other tenant", async () => {
    const browser = await openBrowser();
    await signInByHttp(browser, tenant);
    const call = async (slug: string, headers: Record<string, string>, method = "POST") =>
      toAnswer(
        await browser.context.fetch(`/api/v1/${slug}/humans`, {
          method,
          headers,
          ...(method === "POST" ? { data: { email: `${newName("h")}@example.com` } } : {}),
        }),
      );
    expect((await call(tenant.slug, {}, "GET")).status).toBe(200);

    const foreign: Record<string, string>[] = [
      {},
      { origin: "https://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site", origin: browser.origin },
      { "sec-fetch-site": "same-site", origin: browser.origin },
      { "sec-fetch-site": "none" },
    ];
    for (const headers of foreign) {
      const answer = await call(tenant.slug, headers);
      expect([answer.status, refusalOf(answer.body)], JSON.stringify(headers)).toEqual([403, "forbidden"]);
    }
    for (const headers of [{ origin: browser.origin }, { "sec-fetch-site": "same-origin" }])
      expect((await call(tenant.slug, headers)).status, JSON.stringify(headers)).toBe(201);
    expect(await lastEvent(tenant.api, "human.created")).toMatchObject({
      actor: { type: "member", name: tenant.email },
    });

    expect((await call(other.slug, {}, "GET")).status).toBe(404);
    expect((await call(newName("nowhere"), {}, "GET")).status).toBe(404);
    const withKey = { authorization: `Bearer ${other.key}` };
    expect((await call(tenant.slug, withKey, "GET")).status, "a key that is presented counts alone").toBe(401);
  });

  test("a viewer reads and does not write, and a role for one environment reaches no other", async () => {
    const email = `${newName("viewer")}@example.com`;
    const password = "a viewer's password";
    const made = await cli(
      ...[
        "member",
        "create",
        email,
        "--tenant",
        tenant.slug,
        "--role",
        "viewer",
        "--password",
        password,
        "--tenant-only",
      ],
      "--json",
    );
    expect(made.code, made.stderr).toBe(0);
    const browser = await openBrowser();
    await signInByHttp(browser, { email, password });
    const headers = { origin: browser.origin };
    expect((await browser.context.get(`/api/v1/${tenant.slug}/humans`)).status()).toBe(200);
    const write = await browser.context.post(`/api/v1/${tenant.slug}/humans`, { headers, data: { email } });
    expect(write.status()).toBe(403);
    expect((await browser.context.get(`/api/v1/${tenant.slug}/keys`)).status()).toBe(403);
    expect((await browser.context.get(`/api/v1/${other.slug}/humans`)).status()).toBe(404);
  });
});
