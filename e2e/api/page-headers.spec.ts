import { expect, test } from "@playwright/test";
import { openBrowser, setCookie, signInByHttp, submitForm, whoIs } from "./browser";
import { hasBuild, startOwnServer } from "./own-server";
import { baseUrl, lastEvent, makeTenant, newName } from "./world";

/** What pages say to browsers about themselves, and what a sign-in leaves there, over HTTP. */

/** A policy by its rules. */
function rulesOf(headers: Record<string, string>): Map<string, string[]> {
  const rules = (headers["content-security-policy"] ?? "").split("; ").map((rule) => rule.split(" "));
  return new Map(rules.map(([name = "", ...values]) => [name, values]));
}

const nonceOf = (rules: Map<string, string[]>): string =>
  /^'nonce-([A-Za-z0-9+/=]{24})'$/.exec(
    rules.get("script-src")?.find((value) => value.startsWith("'nonce-")) ?? "",
  )?.[1] ?? "";

test("every page has a policy with a nonce of its own, which all of its scripts and no other page's have", async () => {
  const tenant = await makeTenant();
  const browser = await openBrowser();
  await signInByHttp(browser, tenant);
  const nonces = new Set<string>();
  const pages = ["", "/audit", "/agents", "/humans", "/servers", "/policies/new", "/settings", "/servers/nothing"];
  const all = [...pages.map((path) => `/${tenant.slug}${path}`), "/me", "/docs", "/no/such/page", "/sign-in"];
  for (const path of [...all, ...all]) {
    const answer = await browser.context.get(path);
    const rules = rulesOf(answer.headers());
    const scripts = rules.get("script-src") ?? [];
    expect(rules.get("default-src"), path).toEqual(["'none'"]);
    expect(scripts, path).toContain("'strict-dynamic'");
    for (const open of ["'unsafe-inline'", "'unsafe-eval'", "*", "https:", "data:"])
      expect(scripts, path).not.toContain(open);
    expect(rules.get("style-src"), path).not.toContain("'unsafe-inline'");
    expect(rules.get("base-uri"), path).toEqual(["'none'"]);
    expect(rules.get("frame-ancestors"), path).toEqual(["'none'"]);
    expect(rules.get("form-action"), path).toEqual(["'self'"]);
    const nonce = nonceOf(rules);
    expect(nonce, path).not.toBe("");
    expect(nonces, `${path}: a nonce twice`).not.toContain(nonce);
    nonces.add(nonce);
    // A redirect has no page.
    if (answer.status() === 307) continue;
    const tags = (await answer.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(tags.length, path).toBeGreaterThan(2);
    expect(
      tags.filter((tag) => !tag.includes(`nonce="${nonce}"`)),
      path,
    ).toEqual([]);
  }
});

test("a nonce is the server's: whoever sends a policy along is not asked", async () => {
  const { context } = await openBrowser();
  const theirs = "script-src 'nonce-QUFBQUFBQUFBQUFBQUFBQQ=='";
  const answer = await context.get("/sign-in", { headers: { "content-security-policy": theirs } });
  expect(await answer.text()).not.toContain("QUFBQUFBQUFBQUFBQUFBQQ");
  expect(nonceOf(rulesOf(answer.headers()))).not.toBe("QUFBQUFBQUFBQUFBQUFBQQ==");
});

test("no answer can be framed, guessed at, or tells another site where it was asked from", async () => {
  const tenant = await makeTenant();
  const { context } = await openBrowser();
  for (const path of [
    "/sign-in",
    `/${tenant.slug}`,
    "/docs",
    "/no/such/page",
    "/api/health",
    `/api/v1/${tenant.slug}/humans`,
  ]) {
    const headers = (await context.get(path)).headers();
    expect(headers["x-frame-options"], path).toBe("DENY");
    expect(headers["content-security-policy"], path).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    expect(headers["permissions-policy"], path).toMatch(/\bcamera=\(\).*\bmicrophone=\(\)/);
    expect(headers, `${path}: browsers that come by http must not learn https`).not.toHaveProperty(
      "strict-transport-security",
    );
  }
  const api = await context.get(`/api/v1/${tenant.slug}/humans`);
  expect(rulesOf(api.headers()).get("default-src"), "an answer to programs is no page").toEqual(["'none'"]);
  expect([...rulesOf(api.headers()).keys()]).toEqual(["default-src", "frame-ancestors"]);
});

test("addresses that hold secrets are told to nobody", async () => {
  const tenant = await makeTenant();
  const { context } = await openBrowser();
  for (const path of ["/connect/callback?code=secret&state=x", `/oauth/${tenant.slug}/authorize?client_id=x`])
    expect((await context.get(path)).headers()["referrer-policy"], path).toBe("no-referrer");
});

test("the way to an upstream's own sign-in may leave by a form without scripts; no other page's may", async () => {
  const { context } = await openBrowser();
  expect(rulesOf((await context.get("/connect/no-tenant/no-server")).headers()).has("form-action")).toBe(false);
  for (const path of ["/connect", "/connect-elsewhere/x", "/sign-in", "/consent/x"])
    expect(rulesOf((await context.get(path)).headers()).get("form-action"), path).toEqual(["'self'"]);
});

test("behind https every page insists on it, and every cookie of a sign-in is bound to this very host", async () => {
  test.skip(!hasBuild(), "needs a build (COUNTERSIGN_DIST)");
  const https = await startOwnServer({
    PUBLIC_URL: "https://countersign.example",
    AUTH_OIDC_ISSUER: "http://localhost:9",
    AUTH_OIDC_CLIENT_ID: "x",
  });
  try {
    const { context } = await openBrowser(https.url);
    for (const path of ["/sign-in", "/docs", "/no/such/page", "/me"]) {
      const transport = (await context.get(path)).headers()["strict-transport-security"] ?? "";
      expect(Number(/^max-age=(\d+)$/.exec(transport)?.[1]), path).toBeGreaterThanOrEqual(365 * 24 * 3600);
    }
    const answers = [await context.get("/api/auth/csrf"), await context.get("/sign-in/oidc?callbackUrl=/me")];
    const cookies = answers.flatMap((answer) =>
      answer.headersArray().flatMap(({ name, value }) => (name.toLowerCase() === "set-cookie" ? [value] : [])),
    );
    expect(cookies.length).toBeGreaterThan(2);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/^__Host-/);
      for (const part of ["httponly", "secure", "samesite=lax", "path=/"]) expect(cookie.toLowerCase()).toContain(part);
      expect(cookie).not.toContain("Domain");
    }
  } finally {
    await https.stop();
  }
});

test("a sign-in makes a session of its own: the one before it ends, and none that somebody planted becomes theirs", async () => {
  const [mine, theirs] = await Promise.all([makeTenant(), makeTenant()]);
  const name = "countersign.session";
  const cookieOf = (header: string | undefined) => header?.split(";")[0] ?? "";
  const isGood = async (cookie: string, slug: string) =>
    (await fetch(`${baseUrl}/api/v1/${slug}/humans`, { headers: { cookie } })).status === 200;

  // A stranger plants the cookie of a session that they know.
  const planted = cookieOf(setCookie(await signInByHttp(await openBrowser(), theirs), name));
  const browser = await openBrowser();
  const { context } = browser;
  const csrf = await context.get("/api/auth/csrf");
  const token = cookieOf(setCookie(csrf, "next-auth.csrf-token"));
  const first = await context.post("/api/auth/callback/credentials", {
    headers: { origin: browser.origin, cookie: `${planted}; ${token}` },
    form: { ...(await csrf.json()), email: mine.email, password: mine.password, callbackUrl: "/" },
  });
  const firstCookie = cookieOf(setCookie(first, name));
  expect(firstCookie).not.toBe(planted);
  expect(await isGood(firstCookie, mine.slug)).toBe(true);
  expect(await isGood(planted, mine.slug), "what was planted is nobody's").toBe(false);
  expect(await isGood(planted, theirs.slug), "and has ended").toBe(false);

  // By the same door again, and by the form.
  const second = cookieOf(setCookie(await signInByHttp(browser, mine), name));
  expect(second).not.toBe(firstCookie);
  expect([await isGood(firstCookie, mine.slug), await isGood(second, mine.slug)]).toEqual([false, true]);
  expect(await lastEvent(mine.api, "session.ended")).toMatchObject({ actor: { name: mine.email } });
});

test("the form, too, ends the session that was there before", async () => {
  const tenant = await makeTenant();
  const [before, browser] = [await openBrowser(), await openBrowser()];
  // The form is read by nobody, and submitted by a browser that has a session: its other tab signed in meanwhile.
  const old = setCookie(await signInByHttp(before, tenant), "countersign.session")?.split(";")[0] ?? "";
  const answer = await submitForm(
    browser,
    "/sign-in",
    { email: tenant.email, password: tenant.password },
    { cookie: old },
  );
  expect(answer.status()).toBe(303);
  expect(await whoIs(before), "the old cookie").toBeUndefined();
  expect(await whoIs(browser)).toBe(tenant.email);
});

test("who is known cannot be told by sign-in: the same words, the same bytes, the same time, the same patience", async () => {
  test.slow();
  const tenant = await makeTenant();
  const nobody = `${newName("nobody")}@example.com`;
  const attempt = async (email: string) => {
    const started = performance.now();
    const answer = await submitForm(await openBrowser(), "/sign-in", { email, password: "not the password" });
    const ms = performance.now() - started;
    const said = (await answer.text())
      .replaceAll(nonceOf(rulesOf(answer.headers())), "nonce")
      .replaceAll(email, "e-mail");
    return { ms, status: answer.status(), said: /<form.*?<\/form>/s.exec(said)?.[0] };
  };
  await attempt(nobody);
  await attempt(tenant.email);
  const times: { known: number[]; unknown: number[] } = { known: [], unknown: [] };
  for (let n = 0; n < 7; n += 1) {
    const [known, unknown] = [await attempt(tenant.email), await attempt(nobody)];
    expect(unknown.status).toBe(known.status);
    expect(unknown.said, "the form as it comes back").toBe(known.said);
    times.known.push(known.ms);
    times.unknown.push(unknown.ms);
  }
  const median = (figures: number[]) => figures.toSorted((a, b) => a - b)[figures.length >> 1] ?? Number.NaN;
  expect(Math.abs(median(times.known) - median(times.unknown)), JSON.stringify(times)).toBeLessThan(60);
  // Both have had eight wrong attempts and more: both wait, in the same words.
  const [known, unknown] = [await attempt(tenant.email), await attempt(nobody)];
  expect(known.said).toContain("Too many attempts.");
  expect(unknown.said).toBe(known.said);
});
