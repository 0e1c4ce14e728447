import assert from "node:assert/strict";
import { expect, test } from "@playwright/test";
import { canonicalJson } from "@/lib/kernel/canonical-json";
import { eventTypes, isWritten } from "../catalog";
import { exampleOf } from "../catalog/reference";
import { plainEvent } from "../catalog/reference/fields";
import { type StoredRow, toAuditEvent } from "../internal/read-row";
import { toJsonLine } from "./json-line";

const commitment = "c".repeat(43);
const values = new Map([[commitment, 'Ada "the" Ääda \\ \u2028 日本']]);
const uuid = "01a0334e-b649-7a87-8ff6-79a2f3e71d91";

const toRow = (body: string): StoredRow => ({
  id: uuid,
  ...{ seq: "4711", recordedAt: "2026-11-22T10:00:00.123Z", leaf: "ab".repeat(32), body },
});

/** The line says what the API shows. (Asked ten thousand times, for which the runner's own way to ask takes minutes.) */
function expectSame(body: string): void {
  const line = toJsonLine(toRow(body), values);
  assert(line.endsWith("}\n") && !line.slice(0, -1).includes("\n"), body);
  // As JSON: what is not there and what is undefined are one.
  assert.deepEqual(JSON.parse(line), JSON.parse(JSON.stringify(toAuditEvent(toRow(body), values))), body);
}

/** Every kind as its envelope holds it. */
const envelopes = eventTypes.map((type): Record<string, unknown> => {
  const {
    id: _,
    seq: __,
    hash: ___,
    recordedAt: ____,
    ...event
  } = isWritten(type) ? exampleOf(type) : { ...plainEvent, type };
  return { ...event, v: 2, id: uuid, nonce: "n".repeat(22), index: [1, null, 3, 4, 5, 6, null], ip: { commitment } };
});

/** Texts that are JSON themselves, or nearly. */
const traps = [
  ...['"', "\\", '\\"', '\\\\"', "}", "]", ",", ":", "\n", "\u0000", "é", "日本", "\u2028", "😀", " "],
  '","human":null,"outcome":"denied',
  `","id":"${uuid}","index":[`,
  '"stage":"trust"',
  `{"commitment":"${commitment}"}`,
];

test("a line of every kind says what the API shows, also where fields are missing or nothing", () => {
  for (const envelope of envelopes) {
    expectSame(canonicalJson(envelope));
    for (const field of Object.keys(envelope)) {
      // Every envelope there ever was has these two.
      if (field === "type" || field === "occurredAt") continue;
      const { [field]: _, ...rest } = envelope;
      expectSame(canonicalJson(rest));
      expectSame(canonicalJson({ ...rest, [field]: null }));
    }
  }
});

test("whatever stands in texts, names and places where anything may stand", () => {
  for (const [i, trap] of traps.entries()) {
    const envelope = envelopes[i % envelopes.length];
    const inside = {
      [trap]: trap,
      human: trap,
      id: uuid,
      chain: [{ stage: "trust" }],
      10: [],
      9: {},
      deep: [[trap], { [trap]: [] }],
    };
    expectSame(
      canonicalJson({
        ...envelope,
        details: inside,
        changes: { before: inside, after: { name: { commitment } } },
        error: { type: trap, message: trap },
        userAgent: trap,
        chain: [
          { stage: "identity", passed: true, text: trap, agent: trap, human: null, instance: null },
          {
            stage: "trust",
            passed: true,
            text: trap,
            required: "low",
            ceiling: "high",
            consent: "low",
            effective: "low",
          },
          {
            stage: "trust",
            passed: false,
            text: trap,
            required: "low",
            ceiling: null,
            consent: "low",
            effective: null,
          },
          { stage: "policies", passed: true, text: trap, evaluated: [inside], determining: [], shadow: [] },
        ],
      }),
    );
  }
});

test("an envelope that is written in another way is read: blanks, escaped names, a chain with blanks", () => {
  for (const envelope of envelopes.slice(0, 5)) {
    const text = canonicalJson({ ...envelope, details: { text: "a" } });
    expectSame(JSON.stringify(envelope, null, 1));
    expectSame(text.replaceAll(",", ", ").replaceAll(":", ": "));
    expectSame(text.replace('"details"', '"d\\u0065tails"'));
    expectSame(text.replace('{"text":"a"}', '{"text": "a"}'));
    expectSame(text.replace('{"text":"a"}', '{\n"text":"a"}'));
    expectSame(` ${text}`);
    expectSame(
      text.replace(/"chain":\[.*?\]/, '"chain":[{"stage":"trust", "ceiling":null,"consent":null,"effective":null}]'),
    );
  }
  expectSame('{"occurredAt":"","type":""}');
});

test("a proof stands behind what the event says", () => {
  const row = toRow(canonicalJson(envelopes[0]));
  const { proof, ...event } = JSON.parse(toJsonLine(row, values, '{"index":1}'));
  expect(proof).toEqual({ index: 1 });
  expect(event).toEqual(JSON.parse(toJsonLine(row, values)));
});
