import "server-only";
import { timingSafeEqual } from "node:crypto";
import type { Ctx } from "@/lib/kernel/ctx";
import { hashSecret } from "@/lib/kernel/keys";
import { type ClientRow, findClientRow } from "../clients/client-row";
import type { OAuthRequest } from "../exchange";
import type { OAuthErrorCode } from "../oauth-error";
import type { Form } from "../read-form";
import { assertionType, judgeAssertion, readAssertionSubject } from "./client-assertion";

/** `known`: the client that the request names, where there is one, although it did not prove to be it. */
export type AuthenticatedClient =
  | { client: ClientRow }
  | { refused: OAuthErrorCode; text: string; known?: ClientRow | undefined };

type Shown = { clientId: string; secret?: string | undefined; assertion?: string };

/**
 * Which client asks, as far as it proves it (RFC 6749 §2.3, RFC 7523 §2.2). A public client only names itself. One that
 * nobody knows is answered `invalid_client`, which makes clients register anew (claude.ai); a suspended one is not, or it would.
 */
export async function authenticateClient(ctx: Ctx, request: OAuthRequest, form: Form): Promise<AuthenticatedClient> {
  const shown = readShown(request, form);
  if ("refused" in shown) return shown;
  const client = await findClientRow(ctx.tenant.no, shown.clientId);
  if (!client) return { refused: "invalid_client", text: "This client is not registered here. Register it again." };
  const wrong = await judge(ctx, client, shown);
  if (wrong !== undefined) return { refused: "invalid_client", text: wrong, known: client };
  if (client.status !== "active")
    return { refused: "unauthorized_client", text: "This client was suspended by an administrator.", known: client };
  return { client };
}

function readShown({ headers }: OAuthRequest, form: Form): Shown | { refused: OAuthErrorCode; text: string } {
  const basic = readBasic(headers["authorization"]);
  if (basic === "malformed") return { refused: "invalid_client", text: "The Authorization header was not understood." };
  const named = form.get("client_id");
  const assertion = form.get("client_assertion");
  if (basic && named !== undefined && named !== basic.clientId)
    return { refused: "invalid_request", text: "The Authorization header names another client than client_id." };
  const ways = [basic?.secret, form.get("client_secret"), assertion].filter((way) => way !== undefined);
  if (ways.length > 1) return { refused: "invalid_request", text: "The client authenticates in more than one way." };
  if (assertion !== undefined) {
    if (form.get("client_assertion_type") !== assertionType)
      return { refused: "invalid_request", text: `client_assertion_type has to be ${assertionType}.` };
    const subject = readAssertionSubject(assertion);
    if (subject === undefined || (named !== undefined && named !== subject))
      return { refused: "invalid_client", text: "The client assertion is not about this client." };
    return { clientId: subject, assertion };
  }
  const clientId = basic?.clientId ?? named;
  if (clientId === undefined) return { refused: "invalid_client", text: "client_id is missing." };
  return { clientId, secret: basic?.secret ?? form.get("client_secret") };
}

/** RFC 6749 §2.3.1: both parts are form-encoded. A header without a secret only names the client. */
function readBasic(
  header: string | undefined,
): { clientId: string; secret: string | undefined } | "malformed" | undefined {
  if (header === undefined || !/^basic /i.test(header)) return undefined;
  const text = Buffer.from(header.slice(6).trim(), "base64").toString("utf8");
  const colon = text.indexOf(":");
  if (colon < 1) return "malformed";
  try {
    const [clientId, secret] = [decodeForm(text.slice(0, colon)), decodeForm(text.slice(colon + 1))];
    return { clientId, secret: secret === "" ? undefined : secret };
  } catch {
    return "malformed";
  }
}

const decodeForm = (text: string): string => decodeURIComponent(text.replaceAll("+", " "));

/** What is wrong with the proof; undefined where it is one. */
async function judge(ctx: Ctx, client: ClientRow, { secret, assertion }: Shown): Promise<string | undefined> {
  const method = client.metadata.token_endpoint_auth_method;
  if (method === "private_key_jwt")
    return assertion === undefined
      ? "This client has to authenticate with an assertion (private_key_jwt)."
      : judgeAssertion(ctx, client, assertion);
  if (assertion !== undefined) return "This client has no keys to sign an assertion with.";
  // A public client has no secret, so one that it sends proves nothing and is not looked at.
  if (method === "none") return undefined;
  if (secret === undefined) return "This client has to authenticate with its secret.";
  const known = client.secretHash;
  return known !== null && timingSafeEqual(hashSecret(secret), known) ? undefined : "The client's secret is wrong.";
}
