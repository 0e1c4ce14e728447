import { isObject, type Message, type RawMessage } from "./message";

/** The first revision whose requests say in their body which one they are of. */
export const firstModern = "2026-07-28";

/** Methods that 2026-07-28 has done away with (its changelog, SEP-2575): a server answers them with 404. */
export const goneInModern: ReadonlySet<string> = new Set([
  "initialize",
  "ping",
  "logging/setLevel",
  "resources/subscribe",
  "resources/unsubscribe",
  "tasks/result",
  "tasks/list",
]);

/** `io.modelcontextprotocol/*` keys of 2026-07-28 request metadata (basic/index, "_meta"). */
export const metaPrefix = "io.modelcontextprotocol/";

export type Era =
  | { name: "legacy" }
  | {
      name: "modern";
      protocolVersion: string;
      client: { name: string | null; version: string | null; title: string | null };
      capabilities: Record<string, unknown>;
    };

/** The era that a message speaks: 2026-07-28 says so in every request's metadata, everything else is a legacy session. */
export function eraOf(message: Message): Era {
  const meta = message.kind === "response" || message.params === undefined ? undefined : message.params["_meta"];
  const version = isObject(meta) ? meta[`${metaPrefix}protocolVersion`] : undefined;
  if (!isObject(meta) || typeof version !== "string") return { name: "legacy" };
  const info = meta[`${metaPrefix}clientInfo`];
  const capabilities = meta[`${metaPrefix}clientCapabilities`];
  return {
    name: "modern",
    protocolVersion: version,
    client: readClientInfo(info),
    capabilities: isObject(capabilities) ? capabilities : {},
  };
}

export function readClientInfo(info: unknown): { name: string | null; version: string | null; title: string | null } {
  return isObject(info)
    ? { name: readClaim(info["name"]), version: readClaim(info["version"]), title: readClaim(info["title"]) }
    : { name: null, version: null, title: null };
}

/** What somebody says of themselves, so that it can be written down whatever it is: no NUL, no half character, no novel. */
export const readClaim = (value: unknown): string | null =>
  typeof value === "string" ? value.slice(0, 200).replaceAll("\0", "\uFFFD").toWellFormed() : null;

/**
 * The metadata that every request of 2026-07-28 has to carry and this one does not (basic/index, "Per-request protocol fields");
 * undefined where nothing is missing. A request is of that revision by its body, or by its header where the body is silent.
 */
export function missingMeta(
  message: Message,
  era: Era,
  headers: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (message.kind !== "request") return undefined;
  if (era.name === "legacy")
    return isModern(headers["mcp-protocol-version"]) ? `${metaPrefix}protocolVersion` : undefined;
  const meta = message.params?.["_meta"];
  const field = `${metaPrefix}clientCapabilities`;
  return isObject(meta) && isObject(meta[field]) ? undefined : field;
}

const isModern = (version: string | undefined): boolean =>
  version !== undefined && /^\d{4}-\d\d-\d\d$/.test(version) && version >= firstModern;

/**
 * Compares the headers of a 2026-07-28 request with its body (basic/transports, "Standard request headers"). Headers are
 * what other intermediaries decide on, so they must say what the body says. Returns what differs, or undefined.
 */
export function headerMismatch(
  message: Message,
  era: Era,
  headers: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (message.kind === "response") return undefined;
  const version = headers["mcp-protocol-version"];
  const method = headers["mcp-method"];
  const name = headers["mcp-name"];
  if (era.name === "legacy") {
    // A legacy body under a modern header, or with routing headers that disagree, is an attempt to be judged as two things.
    if (isModern(version)) return `MCP-Protocol-Version is ${version}, the body is of an older revision`;
    if (method !== undefined && method !== message.method)
      return `Mcp-Method is ${method}, the body says ${message.method}`;
    if (name !== undefined && decodeHeaderValue(name) !== bodyName(message)) return "Mcp-Name differs from the body";
    return undefined;
  }
  if (version !== era.protocolVersion)
    return `MCP-Protocol-Version is ${version ?? "missing"}, the body says ${era.protocolVersion}`;
  if (method !== message.method) return `Mcp-Method is ${method ?? "missing"}, the body says ${message.method}`;
  const expected = bodyName(message);
  if (expected === undefined) return undefined;
  if (name === undefined) return "Mcp-Name is missing";
  return decodeHeaderValue(name) === expected ? undefined : "Mcp-Name differs from the body";
}

/** What `Mcp-Name` has to say of a message (2026-07-28 basic/transports); undefined where nothing. */
export function bodyName(message: Exclude<Message, { kind: "response" }>): string | undefined {
  const { method, params } = message;
  const field = Object.hasOwn(nameFields, method) ? nameFields[method] : undefined;
  const value = field === undefined ? undefined : params?.[field];
  return typeof value === "string" ? value : undefined;
}

/** Which parameter that is; of tasks by their extension (SEP-2663, "Routing Headers"). */
const nameFields: Readonly<Record<string, string>> = {
  "tools/call": "name",
  "prompts/get": "name",
  "resources/read": "uri",
  "tasks/get": "taskId",
  "tasks/update": "taskId",
  "tasks/cancel": "taskId",
};

/** Values that are not header-safe travel as `=?base64?…?=`. */
export function decodeHeaderValue(value: string): string | undefined {
  const wrapped = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/.exec(value);
  if (!wrapped) return value;
  const bytes = Buffer.from(wrapped[1] ?? "", "base64");
  // Padding that is missing, or bits that are left over: another reader may read something else.
  if (bytes.toString("base64") !== wrapped[1]) return undefined;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** A name as a header value, in the same form the client would send it. */
export const encodeHeaderValue = (value: string): string =>
  /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value) && !value.startsWith("=?base64?")
    ? value
    : `=?base64?${Buffer.from(value, "utf8").toString("base64")}?=`;

/** JSON-RPC answers of our own. */
export const errorAnswer = (id: string | number | null, code: number, message: string, data?: unknown): RawMessage => ({
  jsonrpc: "2.0",
  id,
  error: data === undefined ? { code, message } : { code, message, data },
});

/** A tool result that says the call failed (server/tools, "Error handling"): the model reads the text. */
export const toolErrorAnswer = (
  id: string | number,
  era: Era,
  text: string,
  meta: Record<string, unknown>,
): RawMessage => ({
  jsonrpc: "2.0",
  id,
  result: {
    ...(era.name === "modern" ? { resultType: "complete" } : {}),
    content: [{ type: "text", text }],
    isError: true,
    _meta: meta,
  },
});

/** Of 2026-07-28: method not found; HeaderMismatch, MissingRequiredClientCapability, UnsupportedProtocolVersion. */
const ownStatus: ReadonlyMap<unknown, number> = new Map([
  [-32601, 404],
  [-32020, 400],
  [-32021, 400],
  [-32022, 400],
]);

/**
 * The HTTP status of a server's answer. 2026-07-28 has errors that come with one of their own, and clients act on both: they declare
 * what is missing, read a tool's headers anew, or know a method as absent (basic/index, "Error Codes"; basic/transports). A legacy
 * client would take any such status for a broken connection.
 */
export const statusOf = (era: Era, { error }: RawMessage): number =>
  (era.name === "modern" && isObject(error) && ownStatus.get(error["code"])) || 200;
