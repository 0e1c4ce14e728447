import { expect, test } from "@playwright/test";
import { applyNote } from "./apply-note";
import { pickAttempt } from "./pick-attempt";
import type { Attempt, Note, StepName } from "./step";

/* Notes as they come in when real clients connect, and which of them belong together. */

type Told = Partial<Note> & { step: StepName; afterSeconds?: number };

/** The attempts that come of notes, oldest first, as their steps. */
function told(notes: readonly Told[]) {
  let known: Attempt[] = [];
  let atMs = Date.UTC(2026, 10, 22, 9);
  for (const { afterSeconds = 1, ...rest } of notes) {
    atMs += afterSeconds * 1_000;
    const note = { tenant: "acme", ok: true, ip: "192.0.2.1", userAgent: "claude-code/2.1", ...rest };
    const before = pickAttempt(known, note, atMs);
    const after = { id: before?.id ?? String(known.length), ...applyNote(before, note, atMs), updatedAtMs: atMs };
    known = [after, ...known.filter(({ id }) => id !== after.id)];
  }
  return known
    .sort((a, b) => Number(a.id) - Number(b.id))
    .map(({ clientId, server, steps }) => [clientId, server, steps.map(({ step }) => step).join(" ")]);
}

const browser = { userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0" };
const all = "challenge resource_metadata server_metadata registration authorize consent token call";

const whole = (clientId: string, more: Partial<Note> = {}): Told[] => [
  { step: "challenge", server: "linear", ...more },
  { step: "resource_metadata", server: "linear", ...more },
  { step: "server_metadata", ...more },
  { step: "registration", clientId, ...more },
  { step: "authorize", clientId, server: "linear", ...more, ...browser },
  { step: "consent", clientId, server: "linear", ...more, ...browser },
  { step: "token", clientId, ...more },
  { step: "call", clientId, server: "linear", ...more },
];

test("one client from its first request to its first call is one attempt, also where it signs in under another name", () => {
  const notes = whole("cli_1").map((note) =>
    note.step === "server_metadata" || note.step === "registration" ? { ...note, userAgent: "Bun/1.4.0" } : note,
  );
  expect(told(notes)).toEqual([["cli_1", "linear", all]]);
});

test("a client in the cloud and the browser of its human are one attempt", () => {
  const notes = whole("cli_1", { ip: "160.79.104.10", userAgent: "python-httpx/0.27" }).map((note) =>
    note.step === "authorize" || note.step === "consent" ? { ...note, ip: "192.0.2.9" } : note,
  );
  expect(told(notes)).toEqual([["cli_1", "linear", all]]);
});

test("two humans with the same client_id are two attempts, however their steps interleave", () => {
  const document = "https://claude.ai/oauth/claude-code-client-metadata";
  const steps = (ip: string) => whole(document, { ip }).filter(({ step }) => step !== "registration");
  const [alice, bob] = [steps("192.0.2.1"), steps("192.0.2.2")];
  const both = alice.flatMap((note, index) => [note, ...(bob[index] ? [bob[index]] : [])]);
  const without = all.replace(" registration", "");
  expect(told(both)).toEqual([
    [document, "linear", without],
    [document, "linear", without],
  ]);
});

test("two servers of one client are two attempts", () => {
  const notes: Told[] = ["linear", "github"].flatMap((server) => [
    { step: "challenge", server },
    { step: "resource_metadata", server },
  ]);
  expect(told(notes)).toEqual([
    [null, "linear", "challenge resource_metadata"],
    [null, "github", "challenge resource_metadata"],
  ]);
});

test("what follows a finished attempt, or comes an hour later, is another one", () => {
  const notes: Told[] = [
    ...whole("cli_1"),
    { step: "challenge", server: "linear" },
    { step: "challenge", server: "linear", afterSeconds: 3_700 },
  ];
  expect(told(notes).map(([, , steps]) => steps)).toEqual([all, "challenge", "challenge"]);
});

test("of each step the last is kept, and what is long or no text is cut", () => {
  const applied = applyNote(
    undefined,
    {
      tenant: "acme",
      step: "authorize",
      ok: false,
      code: "x".repeat(999),
      text: `a\0${"y".repeat(9_999)}`,
      clientId: `https://x/${"z".repeat(9_999)}`,
      ip: null,
      userAgent: "u\ud800".repeat(999),
    },
    0,
  );
  expect(applied.clientId).toHaveLength(2_000);
  expect(JSON.stringify(applied)).not.toContain("\\u0000");
  expect(JSON.stringify(applied)).not.toContain("\\ud800");
  expect(JSON.stringify(applied).length).toBeLessThan(4_000);
  const again = applyNote(applied, { tenant: "acme", step: "authorize", ok: true, ip: null, userAgent: null }, 1);
  expect(again.steps).toEqual([{ step: "authorize", at: "1970-01-01T00:00:00.001Z", ok: true }]);
});
