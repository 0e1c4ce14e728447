import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { mask, maskShapes, redact } from "./redact";

const secrets: [string, string][] = [
  ["a GitHub token", `ghp_${"a".repeat(36)}`],
  ["an OpenAI-style key", `sk-proj-${"a1".repeat(16)}`],
  ["a Stripe key", `sk_live_${"a1".repeat(12)}`],
  ["a Slack token", "xoxb-1234567890-abcdef"],
  ["an AWS key id", "AKIAIOSFODNN7EXAMPLE"],
  ["a key of ours", `csk_${"a".repeat(43)}`],
  ["a token of ours", `cst_${"a".repeat(43)}`],
  ["a JWT", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"],
  ["a bearer header", "Authorization: Bearer abcdefghijklmnop"],
  ["a private key", "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----"],
  ["a password in a URL", "postgres://user:hunter2@db.example.com/x"],
];

for (const [what, text] of secrets)
  test(`${what} is masked wherever it stands`, () => {
    const { value, paths } = redact({ note: `see ${text} here`, list: [{ deep: text }] });
    expect(JSON.stringify(value)).not.toContain(text);
    expect(JSON.stringify(value)).toContain(mask);
    expect(paths).toEqual(["note", "list.0.deep"]);
  });

for (const name of [
  "password",
  "api_key",
  "apiKey",
  "clientSecret",
  "AUTHORIZATION",
  "access-key",
  "x.token",
  "refresh_token",
])
  test(`a field named ${name} is masked whatever it holds`, () => {
    expect(redact({ [name]: "plain" }).value).toEqual({ [name]: mask });
    expect(redact({ [name]: { nested: 1 } }).value).toEqual({ [name]: mask });
  });

for (const name of ["title", "tokens_used_max", "author", "passage", "description", "keyboard"])
  test(`a field named ${name} is kept`, () => expect(redact({ [name]: "plain" }).value).toEqual({ [name]: "plain" }));

test("redacting twice is redacting once", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(...secrets.map(([, s]) => s)));
  const value = fc.dictionary(
    fc.oneof(fc.string(), fc.constantFrom("password", "token", "name")),
    fc.oneof(text, fc.integer(), fc.array(text)),
  );
  fc.assert(
    fc.property(value, (given) => {
      const once = redact(given);
      const twice = redact(once.value);
      expect(twice.value).toEqual(once.value);
      expect(twice.paths).toEqual([]);
    }),
  );
});

test("a long text without secrets comes back as it was", () => {
  const text = "a.b:c/d ".repeat(50_000);
  expect(maskShapes(text)).toBe(text);
});
