import "server-only";
import type { ConnectFailure } from "@/lib/connections/connect-failures";
import { finishConnection, tenantOfState } from "@/lib/connections/finish-connection";
import { listFirstTools } from "@/lib/connections/list-first-tools";
import { paths } from "@/lib/kernel/paths";
import { clientOf } from "./client";
import { findConnectCtx } from "./connect-ctx";
import { describeError, log } from "./log";
import { currentUser } from "./session";

/** The longest answer of an authorization server that is read. */
const valueMax = 8_000;

/**
 * Where authorization servers of upstreams send the human back to. Ends the attempt, if it is this session's, and leads on: to where it
 * was begun for, or back to its beginning with a word why it failed. Never shows what it was given.
 */
export async function endConnect(request: Request): Promise<Response> {
  const client = clientOf(request.headers);
  try {
    return leadTo(await placeAfter(request, client));
  } catch (error) {
    log("error", "An attempt to connect could not be ended.", { requestId: client.requestId, ...describeError(error) });
    return leadTo(`${paths.connectEnded()}?failed=server_error`);
  }
}

async function placeAfter(request: Request, client: ReturnType<typeof clientOf>): Promise<string> {
  const given = new URL(request.url).searchParams;
  const state = oneOf(given, "state");
  const tenant = tenantOfState(state);
  const user = await currentUser();
  const ctx = user && tenant !== undefined ? await findConnectCtx(user, tenant, client) : undefined;
  if (!user || !ctx || state === null) return toFailed(paths.connectEnded(), "unknown_attempt");
  const finished = await finishConnection(ctx, user.sessionId, {
    state,
    code: oneOf(given, "code"),
    error: oneOf(given, "error"),
    iss: oneOf(given, "iss"),
  });
  if (finished.server === null) return toFailed(paths.connectEnded(), finished.failure);
  const { server, returnTo } = finished;
  if (!finished.connected)
    return toFailed(paths.connect(ctx.tenant.slug, server, returnTo === "" ? undefined : returnTo), finished.failure);
  // The tokens are stored: from here on nothing can lose them.
  const tools = await listFirstTools(ctx, server);
  if (tools !== "known" && "failed" in tools)
    log("warn", "The first list of tools failed.", { server, reason: tools.failed });
  return returnTo === "" ? paths.connect(ctx.tenant.slug, server) : returnTo;
}

/** A parameter that is there once; repeated ones are nobody's honest answer (RFC 6749 §3.1). */
function oneOf(given: URLSearchParams, name: string): string | null {
  const [value, ...more] = given.getAll(name);
  return value === undefined || more.length > 0 || value.length > valueMax ? null : value;
}

const toFailed = (path: string, failure: ConnectFailure): string =>
  `${path}${path.includes("?") ? "&" : "?"}failed=${failure}`;

/** The address that leads here holds a code: it must not travel on as a referrer, nor be kept. */
const leadTo = (location: string): Response =>
  new Response(null, {
    status: 303,
    headers: { location, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
