/** What can go wrong in words every edge understands; each edge (page, route, action, MCP, OAuth, command line) has one exhaustive table. */
export type ErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "not_found"
  | "conflict"
  | "invalid"
  | "limit"
  | "upstream"
  | "internal";

/**
 * One complaint about one place of the input. `path` is dotted (`consents.0.level`); `position`: the character in the text
 * there, counted from 0.
 */
export type Issue = { path: string; message: string; position?: number };

/**
 * A broken expectation with two faces: `message` is for whoever asked, `detail` and `cause` are for the log.
 * An expected outcome (a denied call, an empty page) is a value and never an error.
 */
export class HouseError extends Error {
  override readonly name = "HouseError";
  readonly code: ErrorCode;
  readonly issues: readonly Issue[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    code: ErrorCode,
    message: string,
    more: {
      issues?: readonly Issue[];
      detail?: Record<string, unknown>;
      cause?: unknown;
      retryAfterSeconds?: number;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.code = code;
    this.issues = more.issues ?? [];
    this.detail = more.detail ?? {};
    this.retryAfterSeconds = more.retryAfterSeconds;
  }
}

export const notFound = (what: string) => new HouseError("not_found", `${what} was not found.`);
export const forbidden = (message: string) => new HouseError("forbidden", message);
export const conflict = (message: string, path?: string) =>
  new HouseError("conflict", message, path === undefined ? {} : { issues: [{ path, message }] });
export const invalid = (message: string, issues: readonly Issue[] = []) =>
  new HouseError("invalid", message, { issues });

/** `true` for errors of ours, also across the separate bundles that Next makes of one module. */
export function isHouseError(error: unknown): error is HouseError {
  return error instanceof Error && error.name === "HouseError" && "code" in error;
}
