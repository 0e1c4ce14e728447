// An MCP server that wants an account of each human: SDK v2 behind a bearer check, with `oidc-provider` as its authorization server.
// It knows who called with which token, and how often each endpoint of the authorization server was asked.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { Server } from "@modelcontextprotocol/server";
import { Provider } from "oidc-provider";
import { answerWith, mcpEndpoint, readBody } from "../../scripts/demo/serve-mcp.mjs";

/**
 * @param {{ accessSeconds?: number, refreshes?: boolean, registers?: boolean, clients?: object[], scopes?: string[],
 *   sessions?: boolean, era?: "dual" | "legacy" | "modern" }} [options]
 */
export async function startOAuthUpstream({
  accessSeconds = 3600,
  refreshes = true,
  registers = true,
  clients = [],
  scopes = ["read", "write"],
  sessions = true,
  era = "dual",
} = {}) {
  const mcp = createServer();
  const authorization = createServer();
  const origin = await listen(mcp);
  const issuer = await listen(authorization);
  const resource = `${origin}/mcp`;
  /** What was asked of the authorization server, and what reached the MCP endpoint. */
  /** @type {{ token: Record<string, string>[], refreshes: number, revoked: string[], registered: number }} */
  const asked = { token: [], refreshes: 0, revoked: [], registered: 0 };
  /** @type {{ method: string, headers: Record<string, string | undefined>, body: string }[]} */
  const requests = [];
  /** @type {{ account: string, token: string, tool: string }[]} */
  const calls = [];
  /**
   * @type {{ refuse: boolean, lacking: string[], tokenStatus: number | null, tokenDelayMs: number, accessSeconds: number,
   *   noTools?: boolean, issuer?: string }}
   */
  const behaviour = { refuse: false, lacking: [], tokenStatus: null, tokenDelayMs: 0, accessSeconds };

  const provider = quietly(
    () =>
      new Provider(issuer, {
        clients,
        cookies: { keys: ["upstream"] },
        pkce: { required: () => true },
        scopes: ["openid", "offline_access", "admin", ...scopes],
        findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
        issueRefreshToken: () => refreshes,
        rotateRefreshToken: true,
        ttl: {
          AccessToken: () => behaviour.accessSeconds,
          Grant: 86_400,
          RefreshToken: 86_400,
          Session: 86_400,
          Interaction: 600,
        },
        clientBasedCORS: () => false,
        interactions: { url: (_, { uid }) => `/interaction/${uid}` },
        features: {
          devInteractions: { enabled: false },
          revocation: { enabled: true },
          registration: { enabled: registers },
          resourceIndicators: {
            enabled: true,
            defaultResource: () => resource,
            useGrantedResource: () => true,
            getResourceServerInfo: () => ({
              scope: ["admin", ...scopes].join(" "),
              audience: resource,
              accessTokenFormat: "opaque",
              accessTokenTTL: behaviour.accessSeconds,
            }),
          },
        },
      }),
  );
  provider.on("registration_create.success", () => {
    asked.registered += 1;
  });

  const handle = provider.callback();
  authorization.on("request", async (req, res) => {
    const { pathname } = new URL(req.url, issuer);
    if (pathname.startsWith("/interaction/"))
      return interaction(req, res).catch((error) => res.writeHead(500).end(String(error)));
    if (req.method === "POST" && pathname === "/token") {
      const body = await readBody(req);
      const form = Object.fromEntries(new URLSearchParams(body.toString()));
      asked.token.push(form);
      if (form.grant_type === "refresh_token") asked.refreshes += 1;
      if (behaviour.tokenDelayMs > 0) await sleep(behaviour.tokenDelayMs);
      if (behaviour.tokenStatus !== null) return void res.writeHead(behaviour.tokenStatus).end("not now");
      req.body = form;
    }
    if (req.method === "POST" && pathname === "/token/revocation") {
      const body = await readBody(req);
      req.body = Object.fromEntries(new URLSearchParams(body.toString()));
      asked.revoked.push(req.body.token_type_hint);
    }
    return handle(req, res);
  });

  /** One page: who are you, and do you agree. */
  async function interaction(req, res) {
    const details = await provider.interactionDetails(req, res);
    const { prompt, params, session } = details;
    if (prompt.name === "consent") {
      const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
      const { missingOIDCScope = [], missingResourceScopes = {} } = prompt.details;
      grant.addOIDCScope(missingOIDCScope.join(" "));
      for (const [of, missing] of Object.entries(missingResourceScopes)) grant.addResourceScope(of, missing.join(" "));
      const consent = { grantId: await grant.save() };
      return provider.interactionFinished(req, res, { consent }, { mergeWithLastSubmission: true });
    }
    if (req.method !== "POST")
      return void res.writeHead(200, { "content-type": "text/html" }).end(
        `<!doctype html><html lang="en"><title>Sign in at the server</title><main><h1>Sign in at the server</h1><form method="post">
        <label>Account <input name="account"></label><button name="say" value="yes">Agree</button><button name="say" value="no">Decline</button></form></main></html>`,
      );
    const form = new URLSearchParams((await readBody(req)).toString());
    const result =
      form.get("say") === "no"
        ? { error: "access_denied", error_description: "declined" }
        : { login: { accountId: form.get("account") } };
    return provider.interactionFinished(req, res, result, { mergeWithLastSubmission: false });
  }

  // ---- the MCP server ---------------------------------------------------------------------------------------------

  let account;
  const endpoint = mcpEndpoint(() => makeServer(() => account, behaviour), { era, sessions, answers: "json" });
  mcp.on("request", async (req, res) => {
    const { pathname } = new URL(req.url, origin);
    const body = await readBody(req);
    if (pathname === "/.well-known/oauth-protected-resource/mcp")
      return json(res, 200, {
        resource,
        authorization_servers: [behaviour.issuer ?? issuer],
        scopes_supported: scopes,
      });
    if (pathname !== "/mcp") return void res.writeHead(404).end();
    const header = req.headers.authorization ?? "";
    requests.push({ method: req.method, headers: { ...req.headers }, body: body.toString() });
    const challenge = (more) => ({
      "www-authenticate": `Bearer ${more}resource_metadata="${origin}/.well-known/oauth-protected-resource/mcp", scope="${scopes.join(" ")}"`,
    });
    const token = await provider.AccessToken.find(header.replace(/^Bearer /, ""));
    if (!token || behaviour.refuse)
      return void res.writeHead(401, challenge(header ? 'error="invalid_token", ' : "")).end();
    const message = parse(body);
    if (message?.method === "tools/call") {
      const lacking = behaviour.lacking.filter((scope) => !(token.scope ?? "").split(" ").includes(scope));
      if (lacking.length > 0)
        return void res
          .writeHead(403, { "www-authenticate": `Bearer error="insufficient_scope", scope="${lacking.join(" ")}"` })
          .end();
      calls.push({ account: token.accountId, token: token.jti, tool: message.params.name });
      if (message.params.name === "hang") return; // Never answered.
    }
    account = token.accountId;
    return answerWith(endpoint.fetch, req, res, body);
  });

  return {
    url: resource,
    issuer,
    asked,
    requests,
    calls,
    behaviour,
    /** What people do there, without a browser: signs in as `who`, agrees, and gives the address that leads back. */
    agree: (url, who, say = "yes") => walk(url, issuer, { account: who, say }),
    provider,
    async stop() {
      await endpoint.close();
      for (const server of [mcp, authorization]) {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
      }
    },
  };
}

const tools = [
  { name: "whoami", description: "Tells whose account this is.", annotations: { readOnlyHint: true } },
  { name: "hang", description: "Never answers.", annotations: { readOnlyHint: true } },
].map((tool) => ({ ...tool, inputSchema: { type: "object" } }));

function makeServer(accountOf, behaviour) {
  const server = new Server({ name: "oauth-upstream", version: "1.0.0" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/list", () => ({ tools: behaviour.noTools ? [] : tools }));
  server.setRequestHandler("tools/call", () => ({ content: [{ type: "text", text: String(accountOf()) }] }));
  return server;
}

async function walk(start, issuer, answer) {
  const cookies = new Map();
  let url = start;
  let form;
  for (let step = 0; step < 20; step++) {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
      ...(form ? { method: "POST", body: form } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      cookies.set(name, value);
    }
    form = undefined;
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url).href;
      if (!url.startsWith(`${issuer}/`)) return url;
    } else if (response.status === 200) form = new URLSearchParams(answer);
    else throw new Error(`The authorization server said ${response.status}: ${(await response.text()).slice(0, 400)}`);
  }
  throw new Error("The authorization server leads in circles.");
}

/** The library says how it is to be run, which a test has no use for. */
function quietly(make) {
  const { warn, info } = console;
  console.warn = console.info = () => {};
  try {
    return make();
  } finally {
    Object.assign(console, { warn, info });
  }
}

async function listen(server) {
  await new Promise((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${server.address().port}`;
}

function parse(body) {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

function json(res, status, value) {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
}
