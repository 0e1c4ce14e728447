import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import { mask, maskShapes } from "./secret-shapes";

const hex = (length: number) => "0123456789abcdef".repeat(10).slice(0, length);
const mixed = (length: number) => "aB3dE5gH7jK9mN1pQ2sT4vW6xY8z".repeat(10).slice(0, length);

/** Put together here, so that no scanner of repositories takes an example for a leak. */
const secrets: [string, string][] = [
  ["an AWS access key id", "AKIAIOSFODNN7EXAMPLE"],
  ["an AWS session key id", `ASIA${"ABCD2345".repeat(2)}`],
  ["a GitHub token", `ghp_${mixed(36)}`],
  ["a GitHub app's token", `ghs_${mixed(36)}`],
  ["a fine-grained GitHub token", `github_pat_${mixed(22)}_${mixed(59)}`],
  ["a GitLab token", `glpat-${mixed(20)}`],
  ["a routable GitLab token", `glpat-${mixed(27)}.01.${mixed(9)}`],
  ["a GitLab runner's token", `glrt-${mixed(20)}`],
  ["a Slack bot's token", "xoxb-1234567890-abcdefghij"],
  ["a Slack app's token", `xapp-1-A0123456789-${mixed(20)}`],
  ["a Slack webhook", `hooks.slack.com/services/T0001/B0001/${mixed(24)}`],
  ["a Discord webhook", `/api/webhooks/123456789012345678/${mixed(60)}`],
  ["a Stripe key", `sk_live_${mixed(24)}`],
  ["a restricted Stripe key", `rk_test_${mixed(24)}`],
  ["a Stripe webhook secret", `whsec_${mixed(32)}`],
  ["an OpenAI key", `sk-proj-${mixed(48)}`],
  ["an old OpenAI key", `sk-${mixed(48)}`],
  ["an Anthropic key", `sk-ant-api03-${mixed(80)}`],
  ["an OpenRouter key", `sk-or-v1-${hex(64)}`],
  ["a Hugging Face token", `hf_${mixed(34)}`],
  ["a Groq key", `gsk_${mixed(52)}`],
  ["a Google API key", `AIza${mixed(35)}`],
  ["a Google client secret", `GOCSPX-${mixed(28)}`],
  ["a Google access token", `ya29.${mixed(60)}`],
  ["a Google refresh token", `1//0${mixed(60)}`],
  ["an Azure client secret", `abc8Q~${mixed(34)}`],
  ["an npm token", `npm_${mixed(36)}`],
  ["a PyPI token", `pypi-AgEIcHlwaS5vcmc${mixed(60)}`],
  ["a RubyGems key", `rubygems_${hex(48)}`],
  ["a Docker token", `dckr_pat_${mixed(27)}`],
  ["a DigitalOcean token", `dop_v1_${hex(64)}`],
  ["a Shopify token", `shpat_${hex(32)}`],
  ["a Linear key", `lin_api_${mixed(40)}`],
  ["a Notion token", `ntn_${mixed(46)}`],
  ["an old Notion token", `secret_${mixed(43)}`],
  ["a Figma token", `figd_${mixed(40)}`],
  ["a Supabase token", `sbp_${hex(40)}`],
  ["a Grafana token", `glsa_${mixed(32)}_${hex(8)}`],
  ["a Sentry token", `sntrys_${mixed(60)}`],
  ["a Vault token", `hvs.${mixed(24)}`],
  ["a Databricks token", `dapi${hex(32)}`],
  ["a Postman key", `PMAK-${hex(24)}-${hex(34)}`],
  ["a New Relic key", `NRAK-${"ABCD2345X".repeat(3)}`],
  ["a Pulumi token", `pul-${hex(40)}`],
  ["an Atlassian token", `ATATT3xFfGF0${mixed(80)}`],
  ["an age key", `AGE-SECRET-KEY-1${"QPZRY9X8".repeat(8).slice(0, 58)}`],
  ["a Mailgun key", `key-${hex(32)}`],
  ["a Mailchimp key", `${hex(32)}-us12`],
  ["a SendGrid key", `SG.${mixed(22)}.${mixed(43)}`],
  ["a Twilio key", `SK${hex(32)}`],
  ["a Telegram bot's token", `123456789:AA${mixed(33)}`],
  ["a key of ours", `csk_${mixed(43)}`],
  ["a token of ours", `cst_${mixed(43)}`],
  ["a JSON Web Token", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
  ["a JSON Web Token without signature", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\nabc=\n-----END RSA PRIVATE KEY-----"],
  ["a private key whose end is missing", "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk"],
  ["a PGP private key", "-----BEGIN PGP PRIVATE KEY BLOCK-----\nxyz\n-----END PGP PRIVATE KEY BLOCK-----"],
];

for (const [what, secret] of secrets)
  test(`${what} is masked in prose, in quotes, in a query, and alone`, () => {
    for (const text of [
      secret,
      `see ${secret}`,
      `{"x":"${secret}"}`,
      `a,${secret},b`,
      `(${secret})`,
      `x=${secret}&y=1`,
    ]) {
      // A private key without an end reaches to the end of the text.
      if (what.includes("missing") && !text.endsWith(secret)) continue;
      const masked = maskShapes(text);
      expect(masked).toContain(mask);
      expect(masked).not.toContain(secret.slice(4));
      expect(maskShapes(masked)).toBe(masked);
    }
  });

const revealing: [string, string, string][] = [
  ["a bearer token", "curl -H 'Authorization: Bearer abc123def456ghi7'", "abc123def456ghi7"],
  ["a bearer token without digits", "Authorization: Bearer abcdefghijklmnop", "abcdefghijklmnop"],
  ["a bearer token by itself", "bearer 0a1b2c3d4e5f", "0a1b2c3d4e5f"],
  ["basic authentication", "authorization: basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA"],
  ["a password in a URL", "postgres://user:hunter2@db.example.com/x", "hunter2"],
  ["a password in a URL without user", "redis://:hunter2@db.example.com", "hunter2"],
  ["an assignment", "export DB_PASSWORD=hunter2", "hunter2"],
  ["a secret of AWS", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "wJalrXUt"],
  ["a connection string", "Server=db;User Id=sa;Password=p@ss(w)0rd;Encrypt=true", "p@ss(w)0rd"],
  ["a storage account", `DefaultEndpointsProtocol=https;AccountName=x;AccountKey=${mixed(86)}==;`, mixed(86)],
  ["a shared access signature", `https://x.blob.core.windows.net/a?sv=2025&sig=${mixed(43)}%3D`, mixed(43)],
  ["a parameter of a URL", "https://api.example.com/v1?access_token=abcdef&x=1", "abcdef"],
  ["JSON within a text", '{"client_secret": "just words"}', "just words"],
  ["JSON within JSON", '{\\"password\\": \\"hunter2\\"}', "hunter2"],
  ["YAML", "password: hunter2", "hunter2"],
  ["a token after a colon", "token: a1b2c3d4e5f6", "a1b2c3d4e5f6"],
  ["a key after a colon", "API key: a1b2c3d4e5f6", "a1b2c3d4e5f6"],
];

for (const [what, text, secret] of revealing)
  test(`${what} is masked, and what leads to it stays`, () => {
    const masked = maskShapes(text);
    expect(masked).not.toContain(secret);
    expect(masked).toContain(mask);
    expect(masked.slice(0, 5)).toBe(text.slice(0, 5));
    expect(maskShapes(masked)).toBe(masked);
  });

const harmless: [string, string][] = [
  ["a UUID", "123e4567-e89b-12d3-a456-426614174000"],
  ["a hash of Git", "9fceb02d0ae598e95dc970b74767f19372d61af8"],
  ["a SHA-256", hex(64)],
  ["base64 of an image", `data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAA${mixed(60)}`],
  ["an id of ours", "evt_01hzx3v6qkf9k8m2n4p5q6r7s8"],
  ["prose about tokens", "The token: it expires after an hour, and the password: never written down."],
  ["prose about bearers", "Bearer authentication is used, see the bearer internationalization."],
  ["prose about authorization", "Authorization: required for all routes"],
  ["code that calls", "const token = getToken(user); let password = await readPassword();"],
  ["code that refers", "password=process.env.DB_PASSWORD token=$" + "{TOKEN} secret=$SECRET"],
  ["a comparison", "if (token == other) return"],
  ["switches", "password=true token=null secret=none"],
  ["a template", "password=<your password> token={{ token }}"],
  ["rules about passwords", "Password: 8-12 characters, must-be-long"],
  ["a count of tokens", "max_tokens=1024 token_count: 1234567890123"],
  ["words with dashes", "sk-learn-based-pipelines and pk-constraint-of-the-orders-table"],
  ["a column", "pk_customer_orders_by_region_and_year, sk_dimension_surrogate_key"],
  ["a path", "/srv/data/2026/11/22/report-final-version-2.csv"],
  ["a URL with a port", "http://localhost:3000/@scope/package and https://example.com:8443/a@b"],
  ["an e-mail address", "mailto:alice@example.com, see https://example.com/x"],
  ["a time", "at: 2026-11-22T07:00:00.000Z key: value"],
  ["a public key", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"],
  ["a link after a name", "token: https://example.com/docs/tokens/2"],
  ["Unicode", "пароль: секрет, トークン: ひみつ"],
  ["a number of a card's length", "4111111111111111"],
  ["an AWS resource", "arn:aws:iam::123456789012:role/Admin"],
  ["a sentence in capitals", "ASIAN MARKETS ROSE AS AKIA PRESENTED ITS FIGURES"],
];

for (const [what, text] of harmless)
  test(`${what} is no secret`, () => {
    expect(maskShapes(text)).toBe(text);
  });

/* Texts that make a shape begin again and again and never end. Were one of them read in more than linear time, a mebibyte would not end. */
const hostile = [
  ...["a", "A", "0", "-", "_", ".", "=", ":", "@", "/", "~", " ", '"', "\\"],
  ...[
    "eyJ",
    "eyJ-",
    "eyJaaaaaaaa.",
    "eyJaaaaaaaa-",
    "sk-",
    "sk-proj-",
    "sk_live_",
    "ghp_",
    "ghp_aaaaaaaa.",
    "github_pat_",
  ],
  ...[
    "glpat-",
    "xoxb-",
    "xoxb-a-",
    "AKIA",
    "AKIAA",
    "A3T",
    "npm_",
    "pypi-",
    "hf_",
    "SG.",
    "SG.aaaaaaaaaaaaaaaa.",
    "SK0123",
    "1234567890:AA",
  ],
  ...["aaa8Q~", "8Q~", "key-0", "0123456789abcdef", "-us1", "ATATT3", "AGE-SECRET-KEY-1", "hvs.", "glsa_", "secret_"],
  ...["-----BEGIN ", "-----BEGIN PRIVATE KEY-----", "-----BEGIN A PRIVATE KEY-----\n-----END ", "-----END "],
  ...[
    "Bearer ",
    "Bearer aaaaaaaaaaaa",
    "bearer a.",
    "Authorization: Basic ",
    "authorization:",
    "authorization: bearer a",
    "authorization'  :  '",
  ],
  ...[
    "a://",
    "a://b:",
    "a://a:a",
    "http://x:y",
    "password",
    "password=",
    "password: ",
    "password:a",
    "token=",
    "token: ",
    'token="',
    "token=a(",
    "token = ",
    "secret: a",
  ],
  ...[
    "api key: ",
    "access_key=",
    "pwd=process.env",
    "pwd=a.",
    "?sig=",
    "&sig=a",
    "hooks.slack.com/services/",
    "/api/webhooks/1",
    "passwordpassword",
  ],
];

test("a mebibyte of anything hostile is read in linear time", () => {
  for (const piece of hostile) {
    const text = piece.repeat(Math.ceil(1_048_576 / piece.length));
    for (const end of ["", "(", "\n", "@", "0"]) assert.equal(typeof maskShapes(text + end), "string");
  }
});
