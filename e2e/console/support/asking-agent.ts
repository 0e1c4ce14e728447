import { createHash, randomBytes } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import type { Page } from "@playwright/test";
import { paths } from "@/lib/kernel/paths";
import type { World } from "../../support/world";

/** An agent as a person meets it: a program on their computer that opens a browser, and waits for it to come back. */
export interface AskingAgent {
  /** The address that it opens in the browser. */
  url: string;
  /**
   * What it was answered: the query with which a page came back to it. The page is there by then: a browser in the
   * middle of going to another page cannot be trusted to close.
   */
  answer: (page: Page) => Promise<URLSearchParams>;
  /** What the token endpoint gives for a code. */
  exchange: (code: string) => Promise<{ status: number; body: Record<string, unknown> }>;
  stop: () => Promise<void>;
}

/** Registers by itself (RFC 7591) and asks for everything, or for one server. */
export async function askingAgent(world: World, { server }: { server?: string } = {}): Promise<AskingAgent> {
  const listener = http.createServer((_request, response) => {
    response.setHeader("content-type", "text/html").end("<title>Back</title><h1>You can close this page</h1>");
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
    answer: async (page) => {
      await page.waitForURL(({ origin, pathname }) => origin + pathname === redirectUri);
      return new URL(page.url()).searchParams;
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
