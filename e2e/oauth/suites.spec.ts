import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { freePort } from "@/scripts/postgres.mjs";
import { runSuite } from "../support/suite";
import { type AgentScene, expect, test } from "./agent-scene";

/** Whatever its port: RFC 8252 §7.3. */
const loopback = "http://127.0.0.1/callback";

/** Gives the client_id. */
async function addClient({ world }: AgentScene): Promise<string> {
  const added = { name: "Registered before", redirectUris: [loopback] };
  return (await world.api.post<{ client: { clientId: string } }>("clients", added)).client.clientId;
}

// Of a server that knows public clients the suite only tries those, whatever secret it is given.
for (const revision of ["2025-11-25", "2026-07-28"])
  for (const names of ["a server", "no server"] as const)
    test(`the official conformance suite of ${revision} finds nothing wrong when a client names ${names}`, async ({
      agentScene,
    }) => {
      const { issuer, mcpUrl, consent } = agentScene;
      const { code, lines } = await runSuite(
        [
          ...["node_modules/@modelcontextprotocol/conformance/dist/index.js", "authorization"],
          ...["--url", issuer, "--client-id", await addClient(agentScene), "--spec-version", revision],
          ...["--port", String(await freePort()), ...(names === "a server" ? ["--resource", mcpUrl] : [])],
        ],
        consent,
      );
      expect(code, lines.join("\n")).toBe(0);
      expect(lines).toContain("Total: 3 passed, 0 failed");
    });

const flows = [
  { protocolVersion: "2025-06-18", registrationStrategy: "dcr" },
  { protocolVersion: "2025-06-18", registrationStrategy: "preregistered" },
  { protocolVersion: "2025-11-25", registrationStrategy: "dcr" },
  { protocolVersion: "2025-11-25", registrationStrategy: "preregistered" },
  { protocolVersion: "2025-11-25", registrationStrategy: "cimd" },
] as const;

for (const { protocolVersion, registrationStrategy } of flows)
  test(`MCPJam's client connects and lists tools, and its attacks fail: ${protocolVersion}, ${registrationStrategy}`, async ({
    agentScene,
  }) => {
    const redirectUrl = `http://127.0.0.1:${await freePort()}/callback`;
    const metadata = await publishMetadata(redirectUrl);
    const clients = {
      dcr: () => ({}),
      preregistered: async () => ({ preregistered: { clientId: await addClient(agentScene) } }),
      cimd: () => ({ clientIdMetadataUrl: metadata.url }),
    };
    const client = await clients[registrationStrategy]();
    const flow = { protocolVersion, registrationStrategy, serverUrl: agentScene.mcpUrl, redirectUrl, client };
    // One of the attacks replays the code, which ends the tokens that were given for it: nothing can be listed after that.
    for (const part of [{ verification: { listTools: true } }, { oauthConformanceChecks: true }]) {
      const { code, lines } = await runSuite(
        ["mcpjam-oauth.mjs", JSON.stringify({ ...flow, ...part })],
        agentScene.consent,
      );
      expect(code, lines.join("\n")).toBe(0);
      const { steps } = JSON.parse(lines.at(-1) ?? "") as { steps: { step: string; status: string }[] };
      const passed = steps.filter(({ status }) => status === "passed").map(({ step }) => step);
      expect(passed).toContain("verification" in part ? "verify_list_tools" : "oauth_invalid_token");
    }
    await metadata.stop();
  });

/** A client's metadata document, behind TLS (draft-ietf-oauth-client-id-metadata-document). */
async function publishMetadata(redirectUri: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const [cert, key] = await Promise.all(
    ["NODE_EXTRA_CA_CERTS", "TEST_TLS_KEY"].map((name) => readFile(process.env[name] ?? "")),
  );
  const server = createServer({ cert, key }, (_req, res) =>
    res.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(document)),
  );
  await once(server.listen(0, "127.0.0.1"), "listening");
  const url = `https://localhost:${(server.address() as AddressInfo).port}/client.json`;
  const document = {
    client_id: url,
    client_name: "Published client",
    redirect_uris: [redirectUri],
    grant_types: ["authorization_code", "refresh_token"],
    response_types: ["code"],
    token_endpoint_auth_method: "none",
  };
  return { url, stop: async () => void (await server[Symbol.asyncDispose]()) };
}
