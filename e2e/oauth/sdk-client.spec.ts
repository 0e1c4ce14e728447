import {
  auth,
  Client,
  type OAuthClientProvider,
  type OAuthDiscoveryState,
  StreamableHTTPClientTransport,
} from "@modelcontextprotocol/client";
import { expect, redirectUri, test } from "./agent-scene";

/** What the MCP SDK asks an application to remember; the browser is the test. */
function provider(): OAuthClientProvider & { sentTo?: URL } {
  let client: Awaited<ReturnType<OAuthClientProvider["clientInformation"]>>;
  let tokens: Awaited<ReturnType<OAuthClientProvider["tokens"]>>;
  let verifier = "";
  let discovery: OAuthDiscoveryState | undefined;
  const self: OAuthClientProvider & { sentTo?: URL } = {
    redirectUrl: redirectUri,
    clientMetadata: {
      client_name: "MCP SDK client",
      redirect_uris: [redirectUri],
      grant_types: ["authorization_code", "refresh_token"],
      response_types: ["code"],
      token_endpoint_auth_method: "none",
    },
    clientInformation: () => client,
    saveClientInformation: (information) => {
      client = information;
    },
    tokens: () => tokens,
    saveTokens: (given) => {
      tokens = given;
    },
    redirectToAuthorization: (url) => {
      self.sentTo = url;
    },
    saveCodeVerifier: (given) => {
      verifier = given;
    },
    codeVerifier: () => verifier,
    discoveryState: () => discovery,
    saveDiscoveryState: (state) => {
      discovery = state;
    },
  };
  return self;
}

test("an agent built on the MCP SDK is given nothing but the URL, and gets its tools", async ({ agentScene }) => {
  const { mcpUrl, consent, world, human } = agentScene;
  const authProvider = provider();
  const options = { serverUrl: mcpUrl };
  expect(await auth(authProvider, options)).toBe("REDIRECT");
  const sentTo = authProvider.sentTo;
  if (!sentTo) throw new Error("The browser was sent nowhere.");
  expect(sentTo.searchParams.get("resource")).toBe(mcpUrl);
  const back = await consent(sentTo);
  const answered = { authorizationCode: back.searchParams.get("code") ?? "", iss: back.searchParams.get("iss") ?? "" };
  expect(await auth(authProvider, { ...options, ...answered })).toBe("AUTHORIZED");

  const client = new Client({ name: "sdk-agent", version: "1.0.0" });
  await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl), { authProvider }));
  expect((await client.listTools()).tools.length).toBeGreaterThan(0);
  await client.close();
  expect(await world.event({ type: "agent.connected" })).toMatchObject({ human: { key: human } });
  // It refreshes by itself where it is asked to.
  expect(await auth(authProvider, options)).toBe("AUTHORIZED");
});
