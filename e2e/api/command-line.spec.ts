import { spawn } from "node:child_process";
import { expect, test } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { apiOf, at, baseUrl, cli, lastEvent, listAt, makeTenant, newName, textAt, toAnswer } from "./world";

/** The command line: one object on stdout with --json, 0 for done, 1 with a sentence, 2 with the usage. */

const json = async (...args: string[]): Promise<unknown> => {
  const { code, stdout, stderr } = await cli(...args, "--json");
  expect(code, stderr).toBe(0);
  return JSON.parse(stdout);
};

test("an environment is made with its owner and a key, and is listed", async () => {
  const slug = newName("cli");
  const organization = newName("Org");
  const owner = `${newName("o")}@example.com`;
  const args = ["tenant", "create", slug, "--name", "Staging", "--organization", organization, "--owner", owner];
  const made = await json(...args);
  expect(made).toMatchObject({
    tenant: { slug, name: "Staging" },
    organization: { name: organization },
    owner: { email: owner, password: expect.any(String) },
    key: expect.stringMatching(/^csk_/),
  });
  expect(listAt(await json("tenant", "list"), "items")).toContainEqual(
    expect.objectContaining({ slug, name: "Staging" }),
  );
  const api = apiOf(slug, textAt(made, "key"));
  expect(await lastEvent(api, "tenant.created")).toMatchObject({
    surface: "cli",
    actor: { type: "system", key: "cli" },
  });

  const again = await cli(...args, "--json");
  expect([again.code, again.stdout]).toEqual([1, ""]);
  expect(again.stderr).toBe(`The environment "${slug}" exists already.\n`);

  const second = await json("tenant", "create", newName("cli"), ...args.slice(3), "--password", "a known password");
  expect(at(second, "owner"), "somebody who is known keeps their password").toEqual({ email: owner });
});

test("a member and a key are made, and the log says who did it", async () => {
  const { slug, api } = await makeTenant();
  const email = `${newName("m")}@example.com`;
  expect(await json("member", "create", email, "--tenant", slug, "--role", "auditor")).toMatchObject({
    member: { email, role: "auditor", tenantOnly: false, password: expect.any(String) },
  });
  expect(await lastEvent(api, "member.created")).toMatchObject({ surface: "cli", actor: { key: "cli" } });
  const made = await json(
    "key",
    "create",
    "--tenant",
    slug,
    "--name",
    "Nightly",
    "--scopes",
    "events:read, humans:read",
  );
  expect(made).toMatchObject({ id: expect.stringMatching(/^key_/), scopes: ["events:read", "humans:read"] });
  const limited = apiOf(slug, textAt(made, "key"));
  expect([(await limited("GET", "humans")).status, (await limited("GET", "servers")).status]).toEqual([200, 403]);
  expect(await json("key", "create", "--tenant", slug, "--name", "All")).toMatchObject({ scopes: ["*"] });
});

test("the key that signs access tokens is replaced, and the key set and the log know it", async ({ request }) => {
  const { slug, api } = await makeTenant();
  const first = textAt(await json("oauth", "rotate-key", "--tenant", slug), "kid");
  const second = textAt(await json("oauth", "rotate-key", "--tenant", slug), "kid");
  expect(second).not.toBe(first);
  const published = await toAnswer(await request.get(`${baseUrl}${paths.jwks(slug)}`));
  expect(listAt(published.body, "keys").map((key) => at(key, "kid"))).toEqual([second, first]);
  expect((await api("GET", "oauth/signing-key")).body).toMatchObject({
    items: [
      { kid: second, current: true, published: true },
      { kid: first, current: false, published: true },
    ],
  });
  expect(await lastEvent(api, "oauth.key.rotated")).toMatchObject({
    surface: "cli",
    changes: { before: { kid: first }, after: { kid: second } },
  });
});

test("what is refused says why in one sentence, and wrong usage shows the usage", async () => {
  test.slow();
  const refused: string[][] = [
    ["member", "create", "a@example.com", "--tenant", newName("nowhere"), "--role", "viewer"],
    ["key", "create", "--tenant", newName("nowhere"), "--name", "x"],
    ["audit", "tail", "--tenant", newName("nowhere")],
  ];
  for (const args of refused) {
    const { code, stdout, stderr } = await cli(...args, "--json");
    expect([code, stdout], args.join(" ")).toEqual([1, ""]);
    expect(stderr).toMatch(/^The environment "[^"]+" was not found\.\n$/);
  }
  const wrong: string[][] = [
    [],
    ["nonsense"],
    ["tenant"],
    ["tenant", "create"],
    ["tenant", "create", "x", "--colour", "red"],
    ["tenant", "create", "UPPER", "--name", "N", "--organization", "O", "--owner", "a@example.com"],
    ["tenant", "list", "extra"],
    ["member", "create", "nobody", "--tenant", "x", "--role", "viewer"],
    ["member", "create", "a@example.com", "--tenant", "x", "--role", "king"],
    ["key", "create", "--name", "x"],
    ["audit", "tail"],
  ];
  for (const args of wrong) {
    const { code, stdout, stderr } = await cli(...args);
    expect([code, stdout], args.join(" ")).toEqual([2, ""]);
    expect(stderr, args.join(" ")).toContain("Usage: npm run -s cli -- ");
  }
  const help = await cli("--help");
  expect([help.code, help.stderr]).toEqual([0, ""]);
});

test("the log is followed line by line, in order, until one asks it to stop", async () => {
  const { slug, api } = await makeTenant();
  const child = spawn(
    process.execPath,
    [
      "--conditions=react-server",
      "--import",
      "tsx",
      "lib/cli/main.ts",
      "audit",
      "tail",
      "--tenant",
      slug,
      "--lines",
      "2",
    ],
    { env: { ...process.env, NODE_OPTIONS: "" }, stdio: ["ignore", "pipe", "inherit"] },
  );
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
  });
  const ended = new Promise((resolve) => child.once("exit", (code) => resolve(code)));
  const lines = (): unknown[] =>
    text
      .slice(0, text.lastIndexOf("\n") + 1)
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  try {
    await expect.poll(lines, { timeout: 30_000 }).toHaveLength(2);
    const emails = [1, 2, 3].map((n) => `${newName(`h${n}`)}@example.com`);
    for (const email of emails) await api("POST", "humans", { email });
    await expect.poll(lines, { timeout: 30_000 }).toHaveLength(5);
    const followed = lines().slice(2);
    expect(followed.map((event) => at(event, "type"))).toEqual(Array(3).fill("human.created"));
    expect(followed.map((event) => at(event, "human.email"))).toEqual(emails);
  } finally {
    child.kill("SIGTERM");
  }
  expect(await ended).toBe(0);
});
