import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, test } from "@playwright/test";
import { newNonce, pagePolicy, toastStyles } from "./page-policy";

test("the styles that the toast library makes are let in by their content, whichever version is installed", () => {
  const source = readFileSync(createRequire(import.meta.url).resolve("sonner"), "utf8");
  const [, text = '""'] = /__insertCSS\(("(?:[^"\\]|\\.)*")\)/.exec(source) ?? [];
  const css: unknown = JSON.parse(text);
  expect(css, "the library puts its styles in as before").toMatch(/\[data-sonner-toaster\]/);
  const hash = (content: string) => `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
  expect(toastStyles).toEqual([hash(String(css)), hash("")]);
});

test("a nonce is 128 bits that nobody has seen before, in a form that Next takes", () => {
  const nonces = Array.from({ length: 1000 }, newNonce);
  expect(new Set(nonces).size).toBe(1000);
  for (const nonce of nonces.slice(0, 100)) {
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(pagePolicy("/sign-in", nonce)).toContain(`script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`);
  }
});
