import { isHouseError } from "@/lib/kernel/errors";

/** What a test of a connection can find wrong; the type of the error in its event. */
export type TestFailureCode =
  | "name_not_found"
  | "private_address"
  | "refused"
  | "unreachable"
  | "certificate"
  | "no_tls"
  | "timeout"
  | "redirect"
  | "unauthorized"
  | "no_endpoint"
  | "server_error"
  | "not_mcp"
  | "no_issuer"
  | "issuer_away"
  | "tools_unread";

/** What is wrong in a sentence, and what to do about it in another. */
export type Explained = { code: TestFailureCode; text: string; whatToDo: string };

export type TestFailure = {
  step: "address" | "connect" | "handshake" | "tools";
  /** Host and port, as people are told. */
  place: { host: string; port: number };
  /** How it was asked: without a credential, with the one header of everybody, with an account, or only who gives accounts. */
  as: "nobody" | "header" | "own_account" | "challenge_only";
  /** The HTTP status of the last answer; undefined where there was none. */
  status: number | undefined;
  error: unknown;
  /** How long was waited, in seconds. */
  seconds: number;
};

/**
 * Says what a failure means, out of how far it came, what the server answered, and what the network said. Nothing that the server
 * wrote is repeated: it may repeat the credential. Pure.
 */
export function explainFailure({ step, place: { host, port }, as, status, error, seconds }: TestFailure): Explained {
  const { codes, text } = readChain(error);
  const at = `${host}, port ${port}`;
  const has = (...wanted: string[]) => wanted.some((code) => codes.has(code));
  if (codes.has("private_address"))
    return {
      code: "private_address",
      text: `${host} is a private address, which is not reached from here.`,
      whatToDo: `If this server is meant, the operator allows it with UPSTREAM_ALLOW_PRIVATE=${host}:${port}.`,
    };
  if (/timeout|timed out|aborted/i.test(text) || has("ETIMEDOUT", "UND_ERR_CONNECT_TIMEOUT"))
    return {
      code: "timeout",
      text: `${at} did not ${step === "connect" ? "take the connection" : "answer"} within ${seconds} seconds.`,
      whatToDo:
        step === "connect"
          ? "A firewall may drop the connection: check that the machine that runs Countersign may reach this port."
          : "The server may be overloaded, or wait for something itself. Look at its own log, then test again.",
    };
  if (step === "address")
    return {
      code: "name_not_found",
      text: `The name ${host} leads to no address.`,
      whatToDo: "Check the spelling of the URL, and that the machine that runs Countersign can resolve the name.",
    };
  if ([...codes].some((code) => code.includes("CERT") || code.startsWith("UNABLE_TO_") || code.startsWith("ERR_TLS_")))
    return {
      code: "certificate",
      text: `The certificate of ${host} is not trusted${certificateFault(codes)}.`,
      whatToDo:
        "Renew it, or install one for this very name from an authority that this machine trusts (NODE_EXTRA_CA_CERTS for your own).",
    };
  if (has("EPROTO", "ERR_SSL_WRONG_VERSION_NUMBER") || [...codes].some((code) => code.startsWith("ERR_SSL_")))
    return {
      code: "no_tls",
      text: `What listens at ${at} does not speak TLS as this side does.`,
      whatToDo: "Check whether the URL has to begin with http:// or names another port.",
    };
  if (codes.has("ECONNREFUSED"))
    return {
      code: "refused",
      text: `Nothing listens at ${at}.`,
      whatToDo: "Start the server, or correct host and port in the URL.",
    };
  if (/redirect/i.test(text) || (status !== undefined && status >= 300 && status < 400))
    return {
      code: "redirect",
      text: `${host} sends the request elsewhere, and redirects are not followed.`,
      whatToDo: "Enter the address that it leads to; often only https:// or a slash at the end is missing.",
    };
  if (as === "challenge_only")
    return {
      code: "no_issuer",
      text: `${host} answers, but does not say completely who gives accounts there.`,
      whatToDo:
        "Check that it publishes its protected resource metadata (RFC 9728) and that of its authorization server (RFC 8414), or choose another credential.",
    };
  if (status === 401 || status === 403) return unauthorized(host, as, status);
  if (status === 404 && step !== "tools")
    return {
      code: "no_endpoint",
      text: `There is no MCP endpoint at this path of ${host} (HTTP 404).`,
      whatToDo: "Check the path of the URL; many servers end in /mcp.",
    };
  if (status !== undefined && (status >= 500 || status === 429))
    return {
      code: "server_error",
      text: status === 429 ? `${host} is asked too often (HTTP 429).` : `${host} failed (HTTP ${status}).`,
      whatToDo: status === 429 ? "Wait a moment, then test again." : "Look at the server's own log; then test again.",
    };
  if (status === undefined)
    return {
      code: "unreachable",
      text: `The connection to ${at} was lost before there was an answer.`,
      whatToDo: "Check that the server is running, and what stands between it and Countersign.",
    };
  return step === "tools"
    ? {
        code: "tools_unread",
        text: `${host} speaks MCP, but its list of tools could not be read.`,
        whatToDo: "Look at the server's own log: tools/list has to be answered as the protocol says.",
      }
    : {
        code: "not_mcp",
        text: `What answers at ${host} does not speak MCP over streamable HTTP (HTTP ${status}).`,
        whatToDo: "Check the path of the URL. Servers that only speak stdio or the old SSE transport need a bridge.",
      };
}

function unauthorized(host: string, as: TestFailure["as"], status: number): Explained {
  const [text, whatToDo] =
    as === "nobody"
      ? [`${host} wants a credential (HTTP ${status}).`, "Enter one under “Credential”, or choose OAuth there."]
      : as === "header"
        ? [`${host} did not accept the stored header (HTTP ${status}).`, "Replace it under “Credential”."]
        : [`${host} did not accept your account (HTTP ${status}).`, "Connect your account again, then test again."];
  return { code: "unauthorized", text, whatToDo };
}

function certificateFault(codes: ReadonlySet<string>): string {
  if (codes.has("CERT_HAS_EXPIRED")) return ": it has expired";
  if (codes.has("ERR_TLS_CERT_ALTNAME_INVALID")) return ": it is for another name";
  if (codes.has("DEPTH_ZERO_SELF_SIGNED_CERT") || codes.has("SELF_SIGNED_CERT_IN_CHAIN")) return ": it is self-signed";
  return "";
}

/** The codes and the messages of an error and of what caused it. */
function readChain(error: unknown): { codes: ReadonlySet<string>; text: string } {
  const codes = new Set<string>();
  const parts: string[] = [];
  for (let at: unknown = error; at instanceof Error && parts.length < 8; at = at.cause) {
    parts.push(`${at.name}: ${at.message}`);
    if ("code" in at && typeof at.code === "string") codes.add(at.code);
    if (isHouseError(at) && at.detail["why"] === "private_address") codes.add("private_address");
  }
  return { codes, text: parts.join("\n") };
}
