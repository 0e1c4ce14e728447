import "server-only";
import { answerJson, emptyReply, type OAuthReply, type OAuthRequest, refusalReply } from "../exchange";
import { countRequest } from "../internal/rate";
import { asClient, oauthCtx } from "../oauth-ctx";
import { oauthError, refusal } from "../oauth-error";
import { readForm } from "../read-form";
import { authenticateClient } from "../token/authenticate-client";
import { recordRefusedGrant } from "../token/record-refused";
import { revokeToken } from "./revoke-token";

const rate = { name: "revoke", max: 120, seconds: 60 };

/** The revocation endpoint (RFC 7009 §2): 200 whatever the token was, once the client has proved who it is. */
export const answerRevoke = (request: OAuthRequest): Promise<OAuthReply> =>
  answerJson(request, ["POST"], async () => {
    const server = await oauthCtx(request);
    await countRequest(server, rate);
    const form = readForm(request.headers["content-type"], request.body);
    const found = await authenticateClient(server, request, form);
    if ("refused" in found) {
      const { refused: error, text, known } = found;
      if (known) await recordRefusedGrant(server, { client: known, grantType: "revocation", error, text });
      return refusalReply(refusal(error, text));
    }
    const token = form.get("token");
    if (token === undefined) throw oauthError("invalid_request", "token is missing.");
    await revokeToken(asClient(server, found.client), found.client, token);
    return emptyReply(200);
  });
