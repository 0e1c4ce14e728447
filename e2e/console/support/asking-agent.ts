import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { paths } from "@/lib/kernel/paths";
import type { World } from "../../support/world";

/** An agent as a person meets it: a program on their computer that opens a browser, and waits for it to come back. */
export interface AskingAgent {
  /** The address that it opens in the browser. */
  url: string;
  /** The query of the next request that came back. */
  answer: () => Promise<URLSearchParams>;
  /** What the token endpoint gives for a code. */
  exchange: (code: string) => Promise<{ status: number; body: Record<string, unknown> }>;
  stop: () => Promise<void>;
}

/** Registers by itself (RFC 7591) and asks for everything, or for one server. */
export async function askingAgent(world: World, { server }: { server?: string } = {}): Promise<AskingAgent> {
  const answers: URLSearchParams[] = [];
  const waiting: ((query: URLSearchParams) => void)[] = [];
  const listener = http.createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    response.setHeader("content-type", "text/html").end("<title>Back</title><h1>You can close this page</h1>");
    if (url.pathname !== "/callback") return;
    const next = waiting.shift();
    if (next) next(url.searchParams);
    else answers.push(url.searchParams);
  });
  await new Promise<void>((resolve) => listener.listen(0, "localhost", resolve));
  // safe because it listens on a port
  const redirectUri = `http://localhost:${(listener.address() as AddressInfo).port}/callback`;

  const registered = await fetch(world.baseUrl + paths.register(world.tenant), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      client_name: "Test Agent",
      redirect_uris: [redirectUri],
      token_endpoint_auth_method: "none",
      grant_types: ["authorization_code", "refresh_token"],
    }),
  });
  const clientId = String(Reflect.get(Object(await registered.json()), "client_id"));
  const verifier = randomBytes(32).toString("base64url");
  const resource = world.baseUrl + paths.mcp(world.tenant, server);
  const query = new URLSearchParams({
    ...{ response_type: "code", client_id: clientId, redirect_uri: redirectUri, state: "st-42", resource },
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
  });
  return {
    url: `${world.baseUrl}${paths.authorize(world.tenant)}?${query}`,
    answer: () => {
      const [first] = answers.splice(0, 1);
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
    exchange: async (code) => {
      const token = await fetch(world.baseUrl + paths.token(world.tenant), {
        method: "POST",
        body: new URLSearchParams({
          ...{ grant_type: "authorization_code", code, redirect_uri: redirectUri, client_id: clientId, resource },
          code_verifier: verifier,
        }),
      });
      return { status: token.status, body: Object(await token.json()) };
    },
    stop: () =>
      new Promise((resolve) => {
        listener.closeAllConnections();
        listener.close(() => resolve());
      }),
  };
}
