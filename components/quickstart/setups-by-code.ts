import type { Setup, Target } from "./setups";

/** A client of one's own, with the TypeScript SDK. */
export const customClient = ({ name, url }: Target): Setup => ({
  client: "custom",
  title: "Your own client",
  steps: [
    {
      text: "The TypeScript SDK finds out everything from the address: where to sign in, how to register, how to refresh.",
      block: { label: "install command", kind: "sh", code: "npm install @modelcontextprotocol/client" },
    },
    {
      text: "Give it a provider that keeps what it is told, and opens the browser.",
      block: {
        label: "client",
        kind: "ts",
        code: `import { Client, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";
import type { OAuthClientProvider } from "@modelcontextprotocol/client";

const kept: Record<string, any> = {}; // keep it on disk, for one human
const authProvider: OAuthClientProvider = {
  redirectUrl: "http://localhost:8090/callback",
  clientMetadata: {
    client_name: "My agent",
    redirect_uris: ["http://localhost:8090/callback"],
    token_endpoint_auth_method: "none",
  },
  clientInformation: () => kept.client,
  saveClientInformation: (client) => void (kept.client = client),
  tokens: () => kept.tokens,
  saveTokens: (tokens) => void (kept.tokens = tokens),
  saveCodeVerifier: (verifier) => void (kept.verifier = verifier),
  codeVerifier: () => kept.verifier,
  redirectToAuthorization: (url) => console.log("Open", url.href),
};

const open = () => new StreamableHTTPClientTransport(new URL("${url}"), { authProvider });
const client = new Client({ name: "my-agent", version: "1.0.0" });
const first = open();
try {
  await client.connect(first);
} catch (error) {
  if (!(error instanceof UnauthorizedError)) throw error;
  // Listen at redirectUrl; hand on the whole query, which also names the issuer.
  await first.finishAuth(await queryOfTheCallback());
  await client.connect(open());
}
console.log(await client.listTools());`,
      },
    },
    {
      text: "A program without a human at it gets its tokens by client credentials: an administrator adds the client in the settings, under OAuth clients, and names the human it acts for.",
      block: {
        label: "headless client",
        kind: "ts",
        code: `import { Client, ClientCredentialsProvider, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const authProvider = new ClientCredentialsProvider({
  clientId: process.env.CLIENT_ID!,
  clientSecret: process.env.CLIENT_SECRET!,
});
const client = new Client({ name: "${name}-job", version: "1.0.0" });
await client.connect(new StreamableHTTPClientTransport(new URL("${url}"), { authProvider }));`,
      },
    },
  ],
  sees: "The human sees the same page as with any other client. What your client calls itself is shown as not verified, unless it names itself by a metadata document.",
});

/** For clients that cannot sign in. */
export const staticToken = ({ url }: Target): Setup => ({
  client: "token",
  title: "Static token",
  note: "A static token lasts until somebody takes it back. Use it where a client cannot sign in by itself.",
  steps: [
    { text: "An administrator makes an instance under Agents, Connect an agent. The token is shown once." },
    {
      text: "Keep it in the environment, and try it:",
      block: {
        label: "curl command",
        kind: "sh",
        code: `export COUNTERSIGN_TOKEN=cst_...
curl -sS ${url} \\
  -H "Authorization: Bearer $COUNTERSIGN_TOKEN" \\
  -H "Content-Type: application/json" \\
  -H "Accept: application/json, text/event-stream" \\
  -d '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}'`,
      },
    },
    {
      text: "With the TypeScript SDK:",
      block: {
        label: "client",
        kind: "ts",
        code: `import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";

const transport = new StreamableHTTPClientTransport(new URL("${url}"), {
  requestInit: { headers: { Authorization: \`Bearer \${process.env.COUNTERSIGN_TOKEN}\` } },
});
const client = new Client({ name: "my-agent", version: "1.0.0" });
await client.connect(transport);
console.log(await client.listTools());`,
      },
    },
  ],
  sees: "Nobody is asked anything: level and servers were chosen when the token was made. The human finds the instance on their own page and can stop it there.",
});
