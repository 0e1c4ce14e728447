import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import { paths } from "@/lib/kernel/paths";
import { type Browser, openBrowser, signInByHttp, submitForm } from "../api/browser";
import type { World } from "./world";

/*
 * The gateway in the place of the client that a conformance scenario wants to see: the scenario's server is imported, an agent uses it
 * through the gateway, and where it wants an account its human connects one, as a browser would. The agent is the official SDK and does
 * what a scenario asks of a client that a gateway leaves to agents (filling in a form, asking again with an answer); everything that the
 * scenario's server sees, it sees of the gateway.
 */

/** What the suite says of a scenario that it has started. `context` is the scenario's own. */
export type Scenario = { scenario: string; revision: string; context: Context; url: string };
type Context = {
  toolCalls?: { name: string; arguments: Record<string, unknown> }[];
  client_id?: string;
  client_secret?: string;
};

/** Often enough for a scenario that asks for more scopes, and for one that never stops asking to see an end. */
const connectsMax = 4;

/** Stands by for the suite's scenarios, one after the other; `url` is what `ask-driver.mjs` wants to know. */
export async function startDriver(world: World): Promise<{ url: string; stop: () => Promise<void> }> {
  const human = await addOwner(world);
  const browser = await openBrowser(world.baseUrl);
  await signInByHttp(browser, { email: `owner@${world.tenant}.example`, password: "correct horse battery staple" });
  let turn = Promise.resolve();
  let count = 0;
  const server = createServer((req, res) => {
    turn = turn.then(async () => {
      const asked = (await json(req)) as Scenario;
      count += 1;
      try {
        await play({ world, human, browser, key: `s${count}` }, asked);
        res.writeHead(200).end("done");
      } catch (error) {
        res.writeHead(500).end(error instanceof Error ? error.stack : String(error));
      }
    });
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => stop(server, browser) };
}

async function stop(server: Server, { context }: Browser): Promise<void> {
  await context.dispose();
  await new Promise((resolve) => server.close(resolve));
}

async function addOwner(world: World): Promise<string> {
  const email = `owner@${world.tenant}.example`;
  return (await world.api.post<{ key: string }>("humans", { email, name: "Owner", subject: "owner" })).key;
}

type Place = { world: World; human: string; browser: Browser; key: string };

async function play(place: Place, { scenario, revision, context, url }: Scenario): Promise<void> {
  const { world, human, key } = place;
  const wantsAccount = scenario.startsWith("auth/");
  await world.addServer(key, url, wantsAccount ? oauth(context) : undefined);
  // This one sends null where its schema says truth value, which a gateway that looks at arguments does not let through.
  if (scenario === "http-custom-headers") await world.api.patch(`servers/${key}`, { enforceSchema: false });
  await world.grant(human, key, "high");
  const { token } = await world.addInstance(human, [{ server: key, level: "high" }]);
  if (!wantsAccount) return use(place, token, { scenario, revision, context, url });
  for (let connects = 0; connects < connectsMax; connects += 1) {
    await connect(place);
    // What its calls come to is the server's to say; the human looks whether their account is still connected.
    const failure = await use(place, token, { scenario, revision, context, url }).catch((error: unknown) => error);
    const { items } = await world.api.get<{ items: { server: string; status: string }[] }>("connections");
    if (items.find(({ server }) => server === key)?.status === "needs_reauth") continue;
    if (failure !== undefined) throw failure;
    return;
  }
  throw new Error("The server still wants another account.");
}

const oauth = ({ client_id, client_secret }: Context): object => ({
  kind: "oauth",
  ...(client_id !== undefined && { clientId: client_id, clientSecret: client_secret }),
});

/** The human connects their account; the scenario's authorization server agrees without asking anybody. */
async function connect({ world, browser, key }: Place): Promise<void> {
  const sent = await submitForm(browser, paths.connect(world.tenant, key), {});
  const there = sent.headers()["location"];
  if (sent.status() !== 303 || !there?.includes("/authorize"))
    throw new Error(
      `Not sent to an authorization server: ${sent.status()} ${there ?? (await sent.text()).slice(0, 2_000)}`,
    );
  const agreed = await fetch(there, { redirect: "manual" });
  const ended = await browser.context.get(agreed.headers.get("location") ?? "");
  const back = ended.headers()["location"] ?? "";
  if (back.includes("failed=")) throw new Error(`Not connected: ${back}`);
}

async function openAgent(url: string, token: string, revision: string): Promise<Client> {
  const agent = new Client(
    { name: "conformance-agent", version: "1.0.0" },
    {
      capabilities: { elicitation: { form: { applyDefaults: true } }, sampling: {}, roots: {} },
      versionNegotiation: { mode: revision >= "2026-07-28" ? { pin: revision } : "legacy" },
    },
  );
  agent.setRequestHandler("elicitation/create", () => ({ action: "accept", content: {} }));
  await agent.connect(
    new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { authorization: `Bearer ${token}` } } }),
  );
  return agent;
}

/** An agent lists everything and calls every tool: what the scenario's context says, or with what the tool asks for. */
async function use({ world, key }: Place, token: string, { scenario, revision, context }: Scenario): Promise<void> {
  const agent = await openAgent(world.mcpUrl(key), token, revision);
  try {
    const offers = agent.getServerCapabilities() ?? {};
    const { tools } = offers.tools ? await agent.listTools() : { tools: [] };
    const called = tools.map((tool) => ({ name: tool.name, arguments: argumentsFor(scenario, tool, tools) }));
    for (const call of context.toolCalls ?? called) await agent.callTool(call);
    if (offers.prompts) for (const { name } of (await agent.listPrompts()).prompts) await agent.getPrompt({ name });
    if (offers.resources)
      for (const { uri } of (await agent.listResources()).resources) await agent.readResource({ uri });
  } finally {
    await agent.close();
  }
}

type Tools = Awaited<ReturnType<Client["listTools"]>>["tools"];

/** Values that a tool's schema asks for; of the one that wants a schema back, that of the first. */
function argumentsFor(scenario: string, tool: Tools[number], [first]: Tools): Record<string, unknown> {
  const { properties = {}, required = [] } = tool.inputSchema as {
    properties?: Record<string, { type?: string }>;
    required?: string[];
  };
  const value = (type: string | undefined): unknown =>
    type === "number" || type === "integer" ? 5 : type === "array" ? [] : type === "object" ? {} : "text";
  const filled = Object.fromEntries(required.map((name) => [name, value(properties[name]?.type)]));
  return scenario === "json-schema-2020-12-preservation" && "schema" in filled
    ? { ...filled, schema: first?.inputSchema }
    : filled;
}
