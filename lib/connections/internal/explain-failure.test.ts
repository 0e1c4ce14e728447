import { expect, test } from "@playwright/test";
import { HouseError } from "@/lib/kernel/errors";
import { explainFailure, type TestFailure, type TestFailureCode } from "./explain-failure";

const coded = (code: string, message = "It broke.") => Object.assign(new Error(message), { code });
const fetchFailed = (cause: Error) => new TypeError("fetch failed", { cause });

const asked: TestFailure = {
  step: "handshake",
  place: { host: "mcp.example", port: 443 },
  as: "nobody",
  status: undefined,
  error: new Error("It broke."),
  seconds: 10,
};

const cases: [code: TestFailureCode, says: RegExp, todo: RegExp, failure: Partial<TestFailure>][] = [
  [
    "name_not_found",
    /mcp\.example leads to no address/,
    /spelling/,
    { step: "address", error: new HouseError("upstream", "The host name mcp.example could not be resolved.") },
  ],
  [
    "private_address",
    /private address/,
    /UPSTREAM_ALLOW_PRIVATE=mcp\.example:443/,
    { step: "address", error: new HouseError("upstream", "No.", { detail: { why: "private_address" } }) },
  ],
  [
    "timeout",
    /take the connection within 10/,
    /firewall/,
    { step: "connect", error: coded("UND_ERR_CONNECT_TIMEOUT") },
  ],
  ["timeout", /did not answer within 10/, /own log/, { error: new DOMException("Too late", "TimeoutError") }],
  ["refused", /Nothing listens at mcp\.example, port 443/, /Start the server/, { error: coded("ECONNREFUSED") }],
  ["refused", /Nothing listens/, /./, { error: fetchFailed(coded("ECONNREFUSED")) }],
  ["certificate", /expired/, /Renew/, { step: "connect", error: coded("CERT_HAS_EXPIRED") }],
  [
    "certificate",
    /self-signed/,
    /NODE_EXTRA_CA_CERTS/,
    { step: "connect", error: coded("DEPTH_ZERO_SELF_SIGNED_CERT") },
  ],
  ["certificate", /another name/, /./, { step: "connect", error: coded("ERR_TLS_CERT_ALTNAME_INVALID") }],
  ["certificate", /not trusted\./, /./, { step: "connect", error: coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE") }],
  ["no_tls", /does not speak TLS/, /http:\/\//, { step: "connect", error: coded("ERR_SSL_WRONG_VERSION_NUMBER") }],
  ["redirect", /elsewhere/, /address that it leads to/, { error: fetchFailed(new Error("unexpected redirect")) }],
  ["unauthorized", /wants a credential \(HTTP 401\)/, /Enter one/, { status: 401 }],
  ["unauthorized", /stored header \(HTTP 403\)/, /Replace it/, { status: 403, as: "header" }],
  ["unauthorized", /your account/, /Connect your account again/, { status: 401, as: "own_account", step: "tools" }],
  ["no_endpoint", /no MCP endpoint.*404/, /end in \/mcp/, { status: 404 }],
  ["server_error", /HTTP 503/, /own log/, { status: 503 }],
  ["server_error", /too often/, /Wait/, { status: 429 }],
  ["not_mcp", /does not speak MCP/, /stdio/, { status: 200 }],
  ["tools_unread", /list of tools could not be read/, /tools\/list/, { status: 200, step: "tools" }],
  ["unreachable", /lost before/, /running/, { error: coded("ECONNRESET") }],
  ["no_issuer", /who gives accounts/, /RFC 9728/, { as: "challenge_only" }],
];

for (const [code, says, todo, failure] of cases)
  test(`${code} is said: ${says.source}`, () => {
    const explained = explainFailure({ ...asked, ...failure });
    expect(explained.code).toBe(code);
    expect(explained.text).toMatch(says);
    expect(explained.whatToDo).toMatch(todo);
  });

test("nothing that a server wrote is repeated, because it may repeat the credential", () => {
  for (const status of [undefined, 200, 400, 401, 404, 500])
    for (const step of ["connect", "handshake", "tools"] as const)
      expect(
        JSON.stringify(explainFailure({ ...asked, step, status, error: new Error("You sent Bearer s3cr3t") })),
      ).not.toContain("s3cr3t");
});
