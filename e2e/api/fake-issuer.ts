import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** Who comes back from the issuer, and how honest it is about them. */
export type Person = {
  sub: string;
  email: string;
  verified: boolean;
  name?: string;
  /** Whether the e-mail stands in the userinfo answer only, as with many issuers. */
  inUserinfo?: boolean;
  /** A nonce other than the one that was asked for. */
  wrongNonce?: boolean;
};

export type FakeIssuer = {
  url: string;
  clientId: string;
  clientSecret: string;
  /** Who is signed in at the issuer from now on. */
  be(person: Person): void;
  stop(): Promise<void>;
};

type Grant = { person: Person; nonce: string; challenge: string; redirectUri: string };

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** An OpenID Connect issuer that asks nobody anything, but checks PKCE, the client and the redirect URI. */
export async function startFakeIssuer(): Promise<FakeIssuer> {
  const client = { clientId: "console", clientSecret: randomBytes(12).toString("hex") };
  const codes = new Map<string, Grant>();
  const tokens = new Map<string, Person>();
  let person: Person = { sub: "nobody", email: "nobody@example.com", verified: false };

  const server = createServer((req, res) => {
    serve(req, res).catch(() => send(res, 500, { error: "server_error" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;

  async function serve(req: IncomingMessage, res: ServerResponse) {
    const { pathname, searchParams } = new URL(req.url ?? "/", url);
    switch (pathname) {
      case "/.well-known/openid-configuration":
        return send(res, 200, {
          issuer: url,
          authorization_endpoint: `${url}/authorize`,
          token_endpoint: `${url}/token`,
          userinfo_endpoint: `${url}/userinfo`,
          jwks_uri: `${url}/jwks`,
          response_types_supported: ["code"],
          subject_types_supported: ["public"],
          id_token_signing_alg_values_supported: ["RS256"],
        });
      case "/jwks":
        return send(res, 200, {
          keys: [{ ...publicKey.export({ format: "jwk" }), kid: "1", use: "sig", alg: "RS256" }],
        });
      case "/authorize":
        return authorize(searchParams, res);
      case "/token":
        return token(req, res);
      case "/userinfo": {
        const who = tokens.get((req.headers.authorization ?? "").replace(/^Bearer /i, ""));
        return who ? send(res, 200, claimsOf(who)) : send(res, 401, {});
      }
      default:
        return send(res, 404, {});
    }
  }

  function authorize(asked: URLSearchParams, res: ServerResponse) {
    const redirectUri = asked.get("redirect_uri") ?? "";
    const isWhole =
      asked.get("client_id") === client.clientId &&
      asked.get("response_type") === "code" &&
      asked.get("code_challenge_method") === "S256" &&
      ["state", "nonce", "code_challenge"].every((name) => (asked.get(name) ?? "").length > 20);
    if (!isWhole) return send(res, 400, { error: "invalid_request" });
    const code = randomBytes(16).toString("hex");
    codes.set(code, {
      person,
      nonce: asked.get("nonce") ?? "",
      challenge: asked.get("code_challenge") ?? "",
      redirectUri,
    });
    const back = new URL(redirectUri);
    back.search = new URLSearchParams({ code, state: asked.get("state") ?? "" }).toString();
    res.writeHead(302, { location: back.href }).end();
  }

  async function token(req: IncomingMessage, res: ServerResponse) {
    const form = new URLSearchParams(await read(req));
    const grant = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const basic = `Basic ${Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64")}`;
    if (!grant || grant.challenge !== challenge || grant.redirectUri !== form.get("redirect_uri"))
      return send(res, 400, { error: "invalid_grant" });
    if (req.headers.authorization !== basic) return send(res, 401, { error: "invalid_client" });
    const accessToken = randomBytes(16).toString("hex");
    tokens.set(accessToken, grant.person);
    const nowSeconds = Math.floor(Date.now() / 1000);
    send(res, 200, {
      access_token: accessToken,
      token_type: "Bearer",
      expires_in: 60,
      id_token: sign({
        iss: url,
        aud: client.clientId,
        iat: nowSeconds,
        exp: nowSeconds + 60,
        nonce: grant.person.wrongNonce ? "another" : grant.nonce,
        ...(grant.person.inUserinfo ? { sub: grant.person.sub } : claimsOf(grant.person)),
      }),
    });
  }

  return {
    url,
    ...client,
    be(next) {
      person = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const claimsOf = ({ sub, email, verified, name }: Person) => ({
  sub,
  email,
  email_verified: verified,
  ...(name === undefined ? {} : { name }),
});

function sign(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const head = `${part({ alg: "RS256", kid: "1", typ: "JWT" })}.${part(claims)}`;
  return `${head}.${createSign("RSA-SHA256").update(head).sign(privateKey, "base64url")}`;
}

async function read(req: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of req) text += String(chunk);
  return text;
}

function send(res: ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
