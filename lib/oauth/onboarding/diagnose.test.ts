import { expect, test } from "@playwright/test";
import { diagnose } from "./diagnose";
import type { Step, StepName } from "./step";

/* Attempts as clients really make them, and what a person is told of each. */

const startMs = Date.UTC(2026, 10, 22, 9);
const registered = ["http://localhost:3118/callback", "https://claude.ai/api/mcp/auth_callback"];

type Told = Partial<Step> & { step: StepName };
const ok = (...names: StepName[]): Told[] => names.map((step) => ({ step }));
const found: StepName[] = ["challenge", "resource_metadata", "server_metadata"];

/** Steps a second apart, unless one says when it was. */
const told = (steps: readonly Told[]): Step[] =>
  steps.map((step, index) => ({ ok: true, at: new Date(startMs + index * 1_000).toISOString(), ...step }));

const cases: {
  name: string;
  steps: Told[];
  /** Seconds after the first step. */
  after: number;
  clientId?: string;
  expected: { state: string; step: StepName | null; code: string | null };
  says: string[];
}[] = [
  {
    name: "the first request without a token, a moment ago",
    steps: ok("challenge"),
    after: 5,
    expected: { state: "waiting", step: "resource_metadata", code: null },
    says: ["without a token"],
  },
  {
    name: "R12: a request without a token after a restart",
    steps: ok("challenge"),
    after: 600,
    expected: { state: "normal", step: "resource_metadata", code: "missing_bearer" },
    says: ["nothing to do", "after a restart"],
  },
  {
    name: "metadata read, nobody has pressed Authenticate",
    steps: ok(...found),
    after: 600,
    expected: { state: "stopped", step: "registration", code: "not_begun" },
    says: ["/mcp", "sign in"],
  },
  {
    name: "registration is turned off",
    steps: [...ok(...found), { step: "registration", ok: false, code: "access_denied", text: "Clients cannot." }],
    after: 5,
    expected: { state: "stopped", step: "registration", code: "access_denied" },
    says: ["OAuth settings", "by hand"],
  },
  {
    name: "a host that is not admitted",
    steps: [
      ...ok(...found, "registration"),
      {
        step: "authorize",
        ok: false,
        code: "place_not_admitted",
        text: "Answers to evil.example are not admitted here.",
      },
    ],
    after: 5,
    expected: { state: "stopped", step: "authorize", code: "place_not_admitted" },
    says: ["evil.example", "admitted hosts"],
  },
  {
    name: "a metadata document of a host that is not admitted",
    clientId: "https://claude.ai/oauth/claude-code-client-metadata",
    steps: [
      ...ok(...found),
      { step: "authorize", ok: false, code: "client_unknown", text: "Clients of claude.ai are not admitted here." },
    ],
    after: 5,
    expected: { state: "stopped", step: "authorize", code: "client_unknown" },
    says: ["Clients of claude.ai are not admitted", "metadata documents are on"],
  },
  {
    name: "R14: a client_id of before, kept by the client",
    clientId: "cli_gone",
    steps: [...ok(...found), { step: "authorize", ok: false, code: "client_unknown" }],
    after: 5,
    expected: { state: "stopped", step: "authorize", code: "client_unknown" },
    says: ["add it again"],
  },
  {
    name: "no PKCE",
    steps: [...ok("registration"), { step: "authorize", ok: false, code: "pkce_missing" }],
    after: 5,
    expected: { state: "stopped", step: "authorize", code: "pkce_missing" },
    says: ["code_challenge_method=S256"],
  },
  {
    name: "another redirect URI than the registered ones (n8n)",
    steps: [
      ...ok("registration"),
      {
        step: "authorize",
        ok: false,
        code: "redirect_uri_not_registered",
        sent: "https://n8n.example/oauth2/callback",
      },
    ],
    after: 5,
    expected: { state: "stopped", step: "authorize", code: "redirect_uri_not_registered" },
    says: ["https://n8n.example/oauth2/callback", ...registered],
  },
  {
    name: "an unknown resource",
    steps: [
      ...ok("registration"),
      { step: "authorize", ok: false, code: "invalid_target", sent: "https://gw.example/mcp/acme/nope" },
    ],
    after: 5,
    expected: { state: "stopped", step: "authorize", code: "invalid_target" },
    says: ["https://gw.example/mcp/acme/nope", "quickstart"],
  },
  {
    name: "nobody answered the page",
    steps: ok(...found, "registration", "authorize"),
    after: 700,
    expected: { state: "stopped", step: "consent", code: "not_answered" },
    says: ["ten minutes"],
  },
  {
    name: "the page is open",
    steps: ok(...found, "registration", "authorize"),
    after: 120,
    expected: { state: "waiting", step: "consent", code: null },
    says: ["The human is asked"],
  },
  {
    name: "the human said no",
    steps: [...ok("authorize"), { step: "consent", ok: false, code: "access_denied" }],
    after: 5,
    expected: { state: "stopped", step: "consent", code: "access_denied" },
    says: ["refused"],
  },
  {
    name: "nothing is granted to the human",
    steps: [...ok("authorize"), { step: "consent", ok: false, code: "nothing_granted" }],
    after: 5,
    expected: { state: "stopped", step: "consent", code: "nothing_granted" },
    says: ["ceiling"],
  },
  {
    name: "the answer went to another machine's localhost",
    steps: ok("authorize", "consent"),
    after: 90,
    expected: { state: "stopped", step: "token", code: "answer_not_taken" },
    says: ["same machine", "localhost:3118"],
  },
  {
    name: "a wrong secret at the token endpoint",
    steps: [
      ...ok("authorize", "consent"),
      { step: "token", ok: false, code: "invalid_client", text: "The client's secret is wrong." },
    ],
    after: 5,
    expected: { state: "stopped", step: "token", code: "invalid_client" },
    says: ["secret is wrong"],
  },
  {
    name: "R13: the token was never used",
    steps: ok("authorize", "consent", "token"),
    after: 70,
    expected: { state: "stopped", step: "call", code: "token_not_used" },
    says: ["has not called linear"],
  },
  {
    name: "the token has just been given",
    steps: ok("authorize", "consent", "token"),
    after: 30,
    expected: { state: "waiting", step: "call", code: null },
    says: ["first call"],
  },
  {
    name: "a token for another server",
    steps: [
      ...ok("token"),
      { step: "call", ok: false, code: "token_for_another_server", text: "The token was issued for github." },
    ],
    after: 5,
    expected: { state: "stopped", step: "call", code: "token_for_another_server" },
    says: ["issued for github", "used at linear"],
  },
  {
    name: "everything went well",
    steps: ok(...found, "registration", "authorize", "consent", "token", "call"),
    after: 100_000,
    expected: { state: "connected", step: null, code: null },
    says: ["first call to linear"],
  },
  {
    name: "a refusal that was overcome counts no more",
    steps: [
      { step: "token", ok: false, code: "invalid_grant" },
      { step: "call", at: new Date(startMs + 9_000).toISOString() },
    ],
    after: 20,
    expected: { state: "connected", step: null, code: null },
    says: [],
  },
  {
    name: "asking anew does not hide what went wrong before",
    steps: [
      { step: "challenge", at: new Date(startMs + 60_000).toISOString() },
      { step: "registration", ok: false, code: "access_denied" },
    ],
    after: 61,
    expected: { state: "stopped", step: "registration", code: "access_denied" },
    says: [],
  },
  {
    name: "a code of a later version is told as the client was told it",
    steps: [{ step: "token", ok: false, code: "use_dpop_nonce", text: "A nonce is needed." }],
    after: 5,
    expected: { state: "stopped", step: "token", code: "use_dpop_nonce" },
    says: ["A nonce is needed."],
  },
];

for (const { name, steps, after, clientId = "cli_1", expected, says } of cases)
  test(`told rightly: ${name}`, () => {
    const attempt = { clientId, client: "Claude Code", server: "linear", userAgent: null, steps: told(steps) };
    const diagnosis = diagnose(attempt, registered, startMs + after * 1_000);
    expect(diagnosis).toMatchObject(expected);
    expect(diagnosis.title).not.toBe("");
    if (expected.state === "stopped") expect(diagnosis.advice.length).toBeGreaterThan(0);
    const words = [diagnosis.title, diagnosis.what, ...diagnosis.advice.map(({ text }) => text)].join("\n");
    for (const said of says) expect(words).toContain(said);
  });

test("R10: an omitted resource is remarked and stops nothing", () => {
  const steps = told([{ step: "authorize", code: "resource_omitted" }, ...ok("consent", "token", "call")]);
  const attempt = { clientId: "cli_1", client: "Codex", server: null, userAgent: null, steps };
  expect(diagnose(attempt, [], startMs)).toMatchObject({
    state: "connected",
    remarks: [expect.stringContaining("RFC 8707")],
  });
});
