import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { absolute } from "@/lib/kernel/env";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import type { ClientRow } from "../clients/client-row";
import { findClient } from "../clients/find-client";
import { isAdmitted, isRegistered, judgeRedirectUri } from "../clients/redirect-uri";
import { emptyReply, type OAuthReply, type OAuthRequest } from "../exchange";
import { countRequest } from "../internal/rate";
import { oauthCtx } from "../oauth-ctx";
import { toRefusal } from "../oauth-error";
import { noteAuthorize } from "../onboarding/note-authorize";
import { loadSettings } from "../settings/oauth-settings";
import { answerUrl } from "./answer-url";
import { type AuthorizeParams, readAuthorize } from "./read-authorize";
import { refusalPage } from "./refusal-page";
import { startAuthorization } from "./start-authorization";

const rate = { name: "authorize", max: 60, seconds: 60 };

/**
 * The authorization endpoint (RFC 6749 §3.1): GET, or POST with the same parameters as a form. A request that is in order is
 * stored, and the browser goes on to the consent page. Until client and redirect URI are known to belong together, a refusal
 * is a page; from then on it goes back to the client. Never throws.
 */
export async function answerAuthorize(request: OAuthRequest): Promise<OAuthReply> {
  if (request.method !== "GET" && request.method !== "POST") return emptyReply(405, { allow: "GET, POST" });
  const page = (status: number, text: string, advice: string) =>
    refusalPage(status, { text, advice, requestId: request.requestId });
  try {
    const ctx = await oauthCtx(request);
    await countRequest(ctx, rate);
    const params = readAuthorize(request.method === "POST" ? new URLSearchParams(request.body) : request.query);
    const trusted = await trust(ctx, params);
    if (!("refused" in trusted)) return await goOn(ctx, request, trusted, params);
    noteAuthorize(request, trusted);
    return page(400, trusted.refused, trusted.advice);
  } catch (error) {
    const refused = toRefusal(error, request.requestId);
    const missing = isHouseError(error) && error.code === "not_found";
    const text = missing ? "There is no such environment." : refused.description;
    const advice = missing ? "Check the address that was given to the agent." : "Wait a moment and try again.";
    return { ...page(refused.status, text, advice), ...(refused.status >= 500 && { failure: error }) };
  }
}

type Trusted = { client: ClientRow; redirectUri: string };

/** Whether client and redirect URI belong together: nothing is sent anywhere before that. */
async function trust(
  ctx: Ctx,
  params: AuthorizeParams,
): Promise<Trusted | { refused: string; advice: string; code: string; name?: string | undefined }> {
  const wrong = "The address that the agent opened is not complete. Update the agent, or ask whoever made it.";
  if (params.client_id === undefined)
    return { refused: "client_id is missing.", advice: wrong, code: "client_id_missing" };
  if (params.repeated.includes("client_id") || params.repeated.includes("redirect_uri"))
    return { refused: "client_id or redirect_uri is there more than once.", advice: wrong, code: "parameter_repeated" };
  const client = await findClient(ctx, params.client_id);
  if ("unknown" in client)
    return {
      refused: client.unknown,
      code: "client_unknown",
      advice: "Remove this server from the agent's settings and add it again, so that the agent registers anew.",
    };
  const asked = { name: client.metadata.client_name, advice: "Ask an administrator." };
  if (client.status !== "active")
    return { ...asked, refused: "This client was suspended by an administrator.", code: "client_suspended" };
  const { redirect_uris: registered } = client.metadata;
  const redirectUri = params.redirect_uri ?? (registered.length === 1 ? registered[0] : undefined);
  if (redirectUri === undefined)
    return { ...asked, refused: "redirect_uri is missing.", advice: wrong, code: "redirect_uri_missing" };
  const judged = judgeRedirectUri(redirectUri);
  if ("refused" in judged || !isRegistered(registered, redirectUri))
    return {
      ...asked,
      code: "redirect_uri_not_registered",
      refused: "The redirect_uri is none that this client registered, so no answer is sent there.",
      advice: "If you followed a link to get here, somebody may have wanted to lead your authorization elsewhere.",
    };
  const { admitted } = await loadSettings(ctx.tenant.no);
  // A document of a host that is admitted speaks for its own addresses; an administrator's client for itself.
  if (client.kind === "dcr" && !isAdmitted(admitted, judged.place))
    return { ...asked, refused: `Answers to ${judged.place} are not admitted here.`, code: "place_not_admitted" };
  if (!client.metadata.grant_types.includes("authorization_code"))
    return { ...asked, refused: "This client is none that acts for people.", code: "not_for_people" };
  return { client, redirectUri };
}

async function goOn(ctx: Ctx, request: OAuthRequest, trusted: Trusted, params: AuthorizeParams): Promise<OAuthReply> {
  try {
    const id = await startAuthorization(ctx, { ...trusted, params });
    noteAuthorize(request, { name: trusted.client.metadata.client_name });
    return seeOther(absolute(paths.consent(id)));
  } catch (error) {
    const { error: code, description, status } = toRefusal(error, request.requestId);
    noteAuthorize(request, { name: trusted.client.metadata.client_name, code, refused: description });
    const to = { tenantSlug: ctx.tenant.slug, redirectUri: trusted.redirectUri, state: safeState(params.state) };
    const reply = seeOther(answerUrl(to, { error: code, error_description: description }));
    return status >= 500 ? { ...reply, failure: error } : reply;
  }
}

/** What is too long to be stored is not sent back either: a location has its bounds, too. */
const safeState = (state: string | undefined): string | null =>
  state === undefined || state.length > 8_192 ? null : state;

const seeOther = (location: string): OAuthReply => ({
  status: 303,
  headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  body: "",
});
