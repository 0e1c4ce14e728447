import "server-only";
import { answerJson, jsonReply, type OAuthReply, type OAuthRequest, refusalReply } from "../exchange";
import { countRequest } from "../internal/rate";
import { currentKey } from "../keys/signing-key";
import { asClient, oauthCtx } from "../oauth-ctx";
import { oauthError, refusal } from "../oauth-error";
import { noteToken } from "../onboarding/note-reply";
import { readForm } from "../read-form";
import { loadSettings } from "../settings/oauth-settings";
import { authenticateClient } from "./authenticate-client";
import type { GrantAnswer } from "./grant";
import { grantTypes } from "./grant-types";
import { grants } from "./grants";
import { recordRefusedGrant } from "./record-refused";

/** Clients in the cloud share addresses: this only stops a loop. */
const rate = { name: "token", max: 600, seconds: 60 };

/**
 * The token endpoint (RFC 6749 §3.2). Which client asks is found first; then the grant type says what happens. A refusal of a
 * client that is known leaves an event. Never throws.
 */
export const answerToken = (request: OAuthRequest): Promise<OAuthReply> =>
  answerJson(request, ["POST"], async () => {
    const server = await oauthCtx(request);
    await countRequest(server, rate);
    const form = readForm(request.headers["content-type"], request.body);
    const asked = form.get("grant_type") ?? "";
    const found = await authenticateClient(server, request, form);
    if ("refused" in found) {
      const { refused: error, text, known } = found;
      if (known) await recordRefusedGrant(server, { client: known, grantType: asked, error, text });
      return refusalReply(refusal(error, text));
    }
    const { client } = found;
    const ctx = asClient(server, client);
    const answer = await grant();
    if ("tokens" in answer) return jsonReply(200, answer.tokens);
    const { refused: error, text, instance } = answer;
    await recordRefusedGrant(ctx, { client, instance, grantType: asked, error, text });
    return refusalReply(refusal(error, text));

    async function grant(): Promise<GrantAnswer> {
      if (asked === "") throw oauthError("invalid_request", "grant_type is missing.");
      const grantType = grantTypes.find((one) => one === asked);
      if (grantType === undefined)
        return { refused: "unsupported_grant_type", text: `${asked.slice(0, 100)} is not offered here.` };
      // Clients refresh although they did not name it; a token by itself is another thing.
      if (grantType === "client_credentials" && !client.metadata.grant_types.includes(grantType))
        return { refused: "unauthorized_client", text: "This client may not get tokens by itself." };
      const [key, settings] = await Promise.all([currentKey(server), loadSettings(server.tenant.no)]);
      return grants[grantType](ctx, { client, form, key, settings });
    }
  }).then((reply) => noteToken(request, reply));
