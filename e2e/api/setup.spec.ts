import { expect, test } from "@playwright/test";
import { openBrowser, submitForm, toText, whoIs } from "./browser";
import { hasBuild, makeDatabase, startOwnServer } from "./own-server";
import { apiOf, at, lastEvent, newName, runCli } from "./world";

/** The first start with a database that holds nobody: the operator's link makes the first owner, once. */

test.skip(!hasBuild(), "needs a build (COUNTERSIGN_DIST)");

test("the setup link makes the first owner without JavaScript, signs them in, and is dead afterwards", async () => {
  test.slow();
  const database = await makeDatabase();
  const server = await startOwnServer({ DATABASE_URL: database.url });
  try {
    const link = async (): Promise<unknown> => {
      const { code, stdout, stderr } = await runCli(["setup-link", "--json"], server.env);
      expect(code, stderr).toBe(0);
      return at(JSON.parse(stdout), "url");
    };
    const url = String(await link());
    expect(url.startsWith(`${server.url}/setup?token=`)).toBe(true);
    const path = url.slice(server.url.length);

    const stranger = await openBrowser(server.url);
    for (const wrong of ["/setup", "/setup?token=", "/setup?token=nonsense"])
      expect(toText(await (await stranger.context.get(wrong)).text()), wrong).toContain("This link is not valid.");

    const owner = await openBrowser(server.url);
    const fields = {
      organization: "Acme Corp",
      name: "Production",
      slug: "acme",
      owner: "Owner@Acme.example",
      password: "a long password",
    };
    const refused = await submitForm(owner, path, { ...fields, slug: "api", password: "short" });
    const said = await refused.text();
    expect(toText(said)).toContain("Use at least 10 characters.");
    expect(toText(said)).toContain("This name is a place of the product itself.");
    expect(said).toContain('value="Acme Corp"');
    expect(said).not.toContain('value="short"');

    const [answer, second] = await Promise.all([
      submitForm(owner, path, fields),
      submitForm(await openBrowser(server.url), path, {
        ...fields,
        slug: newName("other"),
        owner: "thief@example.com",
      }),
    ]);
    const texts = [toText(await answer.text()), toText(await second.text())];
    const key = /csk_[\w-]+/.exec(texts.join(" "))?.[0] ?? "";
    expect(
      texts.filter((text) => text.includes("csk_")),
      "only one of two submissions made an owner",
    ).toHaveLength(1);
    expect(texts.filter((text) => text.includes("This link has done its work"))).toHaveLength(1);

    const made = await runCli(["tenant", "list", "--json"], server.env);
    const slug = String(at(JSON.parse(made.stdout), "items.0.slug"));
    expect(at(JSON.parse(made.stdout), "items.1")).toBeUndefined();
    if (slug === "acme") expect(await whoIs(owner)).toBe("owner@acme.example");

    const after = await openBrowser(server.url);
    expect(toText(await (await after.context.get(path)).text())).toContain("This link has done its work.");
    expect(await link()).toBeNull();

    const api = apiOf(slug, key, server.url);
    expect(await lastEvent(api, "tenant.created")).toMatchObject({ surface: "console", resource: { key: slug } });
    await lastEvent(api, "session.created");
  } finally {
    await server.stop();
    await database.drop();
  }
});
