import "server-only";
import type { ErrorCode, Issue } from "@/lib/kernel/errors";
import { isHouseError } from "@/lib/kernel/errors";
import { describeError, log } from "./log";

/** How each error of the house is answered over HTTP; a new code does not compile until it stands here. */
const statuses = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  invalid: 422,
  limit: 429,
  upstream: 502,
  internal: 500,
} as const satisfies Record<ErrorCode, number>;

/** The body of every refused call of the API. */
export type ErrorBody = { error: { code: ErrorCode; message: string; details?: Issue[] } };

/**
 * Answers an error. Ours says its public sentence; anything else says the request id only, and is logged here, once.
 * `invalid` is the status of a call that was not understood: 422, or 400 where a filter is at fault.
 */
export function toHttp(error: unknown, requestId: string, invalid: 400 | 422 = 422): Response {
  if (!isHouseError(error)) return internal(error, requestId);
  switch (error.code) {
    case "internal":
      return internal(error, requestId);
    case "unauthenticated":
      return answer(401, error.code, error.message, { "www-authenticate": 'Bearer realm="countersign"' });
    case "limit":
      return answer(429, error.code, error.message, { "retry-after": String(error.retryAfterSeconds ?? 1) });
    case "upstream":
      log("warn", error.message, { requestId, ...describeError(error) });
      return answer(502, error.code, error.message);
    case "invalid":
    case "conflict":
    case "forbidden":
    case "not_found":
      return answer(error.code === "invalid" ? invalid : statuses[error.code], error.code, error.message, {}, [
        ...error.issues,
      ]);
  }
}

function internal(error: unknown, requestId: string): Response {
  log("error", "A request of the API failed.", { requestId, ...describeError(error) });
  return answer(statuses.internal, "internal", `Something went wrong. Quote ${requestId} when you ask about it.`);
}

function answer(
  status: number,
  code: ErrorCode,
  message: string,
  headers: Record<string, string> = {},
  issues: Issue[] = [],
): Response {
  const body: ErrorBody = { error: { code, message, ...(issues.length > 0 ? { details: issues } : {}) } };
  return Response.json(body, { status, headers });
}
