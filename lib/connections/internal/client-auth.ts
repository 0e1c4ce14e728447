/** What this gateway is to an issuer. Without a secret it is a public client, known by its id alone. */
export type ClientCredentials = { clientId: string; secret: string | null; method: ClientAuthMethod };

export const clientAuthMethods = ["client_secret_basic", "client_secret_post", "none"] as const;
export type ClientAuthMethod = (typeof clientAuthMethods)[number];

/** How to authenticate, out of what the issuer takes. With a secret always by it: a public method would leave it unused. */
export function chooseAuthMethod(supported: readonly string[], hasSecret: boolean): ClientAuthMethod {
  if (!hasSecret) return "none";
  return supported.includes("client_secret_basic") || !supported.includes("client_secret_post")
    ? "client_secret_basic"
    : "client_secret_post";
}

/** Adds the client's authentication to a request of the token or the revocation endpoint (RFC 6749 §2.3.1). Pure. */
export function authenticated(
  { clientId, secret, method }: ClientCredentials,
  form: Readonly<Record<string, string>>,
): { headers: Record<string, string>; body: string } {
  const body = new URLSearchParams(form);
  const headers: Record<string, string> = {
    "content-type": "application/x-www-form-urlencoded",
    accept: "application/json",
  };
  if (secret !== null && method === "client_secret_basic")
    headers["authorization"] = `Basic ${Buffer.from(`${encode(clientId)}:${encode(secret)}`).toString("base64")}`;
  else {
    body.set("client_id", clientId);
    if (secret !== null) body.set("client_secret", secret);
  }
  return { headers, body: body.toString() };
}

/** application/x-www-form-urlencoded, as RFC 6749 §2.3.1 wants both parts of the header before they are joined. */
const encode = (text: string): string => new URLSearchParams({ a: text }).toString().slice(2);
