import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "@playwright/test";
import { eventTypes, isWritten } from "./catalog";
import { reservedTypes } from "./catalog/reserved";

/** What the house's own code says of itself: that no change comes about without an event, and no event without a writer. */

const root = new URL("../../", import.meta.url).pathname;

const files = ["lib", "app"]
  .flatMap((folder) =>
    readdirSync(root + folder, { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|^lib\/db\/generated\//.test(file))
  .map((file) => ({ file, text: withoutComments(readFileSync(root + file, "utf8")) }));

function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^\s*\/\/.*$/gm, "");
}

test("a kind of event is either written somewhere, or among the reserved names", () => {
  // Where kinds are named without writing them.
  const writers = files.filter(({ file }) => !/^lib\/audit\/(catalog|search|event\.ts|draft\.ts)/.test(file));
  const named = (type: string) => writers.some(({ text }) => text.includes(`"${type}"`));
  for (const type of eventTypes) expect(named(type), `${type} is written`).toBe(isWritten(type));
  expect(reservedTypes.length).toBe(new Set(reservedTypes).size);
});

/** Writes that are no change of the configuration, or stand beside an event of their own, with why. */
const excused: Record<string, string> = {
  "lib/registry/sessions/session-rows.ts":
    "a session belongs to a person and not to a tenant: session.created, .ended and .refused are written for every tenant that they reach",
  "lib/registry/sessions/find-user-of-login.ts":
    "an account belongs to a person and not to a tenant: the session.created that follows says what became of it, in every tenant",
  "lib/connections/internal/remember-use.ts":
    "when a connection was last used is a memory to the minute; each use is a call's event",
  "lib/registry/tasks/remember-task.ts":
    "which call a task came of is a memory of what the call's event says, not a right: each use of the task is decided anew",
  "lib/registry/load-reach.ts": "what an instance was last shown is a memory for list_changed, not a right",
  "lib/registry/tenants/load-built-in.ts": "as above",
};

test("nothing is changed outside `write`, which commits no change without an event", () => {
  const change = /\bdatabase\(\)\s*\.\w+\s*\.(create|createMany|update|updateMany|upsert|delete|deleteMany)\(/;
  // A verb's `tx` can only come from `write`; a client of a tenant writes nothing.
  const byClient =
    /\btenantClient\([^)]*\)\s*\.\w+\s*\.(create|createMany|update|updateMany|upsert|delete|deleteMany)\(/;
  const bySql = /\b(INSERT INTO|DELETE FROM|UPDATE) (?!audit\.)"?[a-z_]+"?\s*(\(|SET|WHERE|USING|AS)/;
  const found = files
    .filter(({ file }) => !file.startsWith("lib/audit/"))
    .filter(({ text }) => change.test(text) || byClient.test(text) || bySql.test(text))
    .map(({ file }) => file);
  expect(found.sort()).toEqual(Object.keys(excused).sort());
});

test("a transaction that is no verb's only reads", () => {
  const openers = files
    .filter(({ file }) => !file.startsWith("lib/audit/") && !file.startsWith("lib/db/"))
    .filter(({ text }) => text.includes("$transaction("));
  // Each asks several things of one moment; a verb that begins to write in one of them has to become a `write`.
  expect(openers.map(({ file }) => file).sort()).toEqual([
    "lib/registry/decisions/load-draft-set.ts",
    "lib/registry/policies/check-policy.ts",
    "lib/registry/policies/load-policy-set.ts",
    "lib/registry/policies/run-policy-tests.ts",
  ]);
  for (const { file, text } of openers)
    expect(text, file).not.toMatch(
      /\b(db|tx|client)\.\w+\.(create|createMany|update|updateMany|upsert|delete|deleteMany)\(/,
    );
});
