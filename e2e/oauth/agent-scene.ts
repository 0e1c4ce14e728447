import { createHash, randomBytes } from "node:crypto";
import { expect } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import { type Browser, openBrowser, signInByHttp } from "../api/browser";
import { test as base, type Fixture } from "../support/scene";
import { makeWorld, type World } from "../support/world";

/** A tenant with one server, and its owner, who is also the human that agents ask. */
export interface AgentScene {
  world: World;
  /** `human|olga` */
  human: string;
  browser: Browser;
  issuer: string;
  /** URL of the server that the fixture is behind. */
  mcpUrl: string;
  /** The human lets whoever sent the browser to `authorizeUrl` use the server; where the browser goes then. */
  consent: (authorizeUrl: URL | string) => Promise<URL>;
}

export async function makeAgentScene(upstream: Fixture): Promise<AgentScene> {
  const world = await makeWorld();
  await world.addServer("fixture", upstream.url);
  const email = `owner@${world.tenant}.example`;
  const { key: human } = await world.api.post<{ key: string }>("humans", { email, name: "Olga", subject: "olga" });
  await world.grant(human, "fixture", "high");
  const browser = await openBrowser(new URL(world.baseUrl).origin);
  await signInByHttp(browser, { email, password: "correct horse battery staple" });
  return {
    world,
    human,
    browser,
    issuer: world.baseUrl + paths.oauth(world.tenant),
    mcpUrl: world.mcpUrl("fixture"),
    consent: (authorizeUrl) => consent(browser, authorizeUrl),
  };
}

async function consent(browser: Browser, authorizeUrl: URL | string): Promise<URL> {
  const asked = await browser.context.get(String(authorizeUrl));
  expect(asked.status(), await asked.text()).toBe(303);
  const path = new URL(asked.headers()["location"] ?? "").pathname;
  const page = await (await browser.context.get(path)).text();
  const form = /<form[^>]*aria-label="Answer [^>]*>.*?<\/form>/s.exec(page)?.[0] ?? "";
  expect(form, `the answer's form on ${path}`).not.toBe("");
  const answer = new URLSearchParams();
  for (const [input] of form.matchAll(/<input[^>]*>/g)) {
    const of = (name: string) =>
      plain(new Map([...input.matchAll(/ ([a-z-]+)="([^"]*)"/g)].map(([, k, v]) => [k, v])).get(name) ?? "");
    const isChoice = ["radio", "checkbox"].includes(of("type"));
    if (of("name") !== "" && !of("name").startsWith("level:") && (!isChoice || / checked(=|\s|\/|>)/.test(input)))
      answer.append(of("name"), of("value"));
  }
  const body = new FormData();
  for (const [name, value] of answer) body.append(name, value);
  // Every tool of the level that is chosen is ticked unless somebody takes it out.
  body.append("level:fixture", "high");
  body.append("answer", "allow");
  const answered = await browser.context.post(path, { headers: { origin: browser.origin }, multipart: body });
  const text = await answered.text();
  const back = /href="([^"]*[?&](?:code|error)=[^"]*)"/.exec(text)?.[1];
  if (back === undefined) throw new Error(`The consent was not answered: ${answered.status()} ${text.slice(0, 2_000)}`);
  return new URL(plain(back));
}

const plain = (text: string): string =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** A verifier and its challenge (RFC 7636). */
export function pkce(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString("base64url");
  return { verifier, challenge: createHash("sha256").update(verifier).digest("base64url") };
}

/** Posts a form; the answer's status and JSON. */
export async function postForm(url: string, params: Record<string, string>) {
  const response = await fetch(url, { method: "POST", body: new URLSearchParams(params) });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text === "" ? {} : JSON.parse(text) };
}

export const redirectUri = "http://localhost:3118/callback";

/** Registers, asks the human, and exchanges the code, step by step as a client of no library does. */
export async function connectByHand({ world, issuer, mcpUrl, consent }: AgentScene) {
  const registered = await fetch(`${issuer}/register`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_name: "Claude Code",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
    }),
  });
  const { client_id } = (await registered.json()) as { client_id: string };
  const { verifier, challenge } = pkce();
  const asked = new URL(world.baseUrl + paths.authorize(world.tenant));
  const query = { response_type: "code", client_id, redirect_uri: redirectUri, resource: mcpUrl, state: "s" };
  for (const [name, value] of Object.entries({ ...query, code_challenge: challenge, code_challenge_method: "S256" }))
    asked.searchParams.set(name, value);
  const back = await consent(asked);
  const exchange = {
    grant_type: "authorization_code",
    client_id,
    code: back.searchParams.get("code") ?? "",
    code_verifier: verifier,
  };
  const { body } = await postForm(`${issuer}/token`, exchange);
  return { client_id, exchange, back, access: String(body.access_token), refresh: String(body.refresh_token) };
}

export const test = base.extend<{ agentScene: AgentScene }>({
  agentScene: async ({ upstream }, use) => {
    const scene = await makeAgentScene(upstream);
    await use(scene);
    await scene.browser.context.dispose();
  },
});

export { expect } from "@playwright/test";
