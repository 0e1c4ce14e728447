import { expect, test } from "@playwright/test";
import {
  admit,
  afterAnswer,
  afterFailure,
  afterNothing,
  type Circuit,
  failuresToOpen,
  openMsFirst,
  openMsLongest,
  probeMs,
} from "./circuit-state";

/*
 * What happens to one server: at a second, what somebody did. `?` asks to send: `sent` or the seconds to wait. `x` failed,
 * `ok` answered, `-` ended without a word about the server.
 */
type Deed = [second: number, deed: "x" | "ok" | "-"] | [second: number, deed: "?", said: "sent" | number];

const fail = (n: number, from: number, every: number): Deed[] =>
  Array.from({ length: n }, (_, i) => [from + i * every, "x"]);

/** Five in a row, the last of them at 0. */
const five: Deed[] = [...fail(4, -1, 0), [0, "x"]];

const stories: Record<string, Deed[]> = {
  "who never failed is asked": [
    [0, "?", "sent"],
    [0, "ok"],
    [0, "?", "sent"],
  ],
  "four failures open nothing": [...fail(4, 0, 1), [4, "?", "sent"]],
  "five in a row open it for ten seconds": [...fail(5, 0, 1), [4, "?", 10], [10, "?", 4], [13.9, "?", 0.1]],
  "however many within a second open nothing; the first one after it does": [
    ...fail(50, 0, 0.01),
    [0.9, "?", "sent"],
    [1, "x"],
    [1, "?", 10],
  ],
  "an answer in between begins anew": [...fail(4, 0, 1), [4, "ok"], ...fail(4, 5, 1), [9, "?", "sent"]],
  "five within thirty seconds count, to the second": [...fail(5, 0, 7.5), [30, "?", 10]],
  "five over a longer time do not": [...fail(5, 0, 7.6), [31, "?", "sent"]],
  "of many slow failures the newest five count": [...fail(4, 0, 20), ...fail(4, 80, 1), [84, "?", 9]],
  "what says nothing neither counts nor forgives": [...fail(4, 0, 1), [4, "-"], [4, "x"], [4, "?", 10]],
  "one probe goes through, everybody else waits for it": [...five, [10, "?", "sent"], [10, "?", 1], [15, "?", 1]],
  "a probe that is answered closes it": [
    ...five,
    [10, "?", "sent"],
    [11, "ok"],
    [11, "?", "sent"],
    ...fail(4, 11, 0),
    [11, "?", "sent"],
  ],
  "a probe that fails opens it for twice as long": [
    ...five,
    [10, "?", "sent"],
    [12, "x"],
    [12, "?", 20],
    [31.5, "?", 0.5],
    [32, "?", "sent"],
    [33, "x"],
    [33, "?", 40],
  ],
  "a probe that says nothing leaves the next one to be it": [
    ...five,
    [10, "?", "sent"],
    [11, "-"],
    [11, "?", "sent"],
    [11, "?", 1],
  ],
  "a probe that is never heard of is replaced": [
    ...five,
    [10, "?", "sent"],
    [19.9, "?", 1],
    [20, "?", "sent"],
    [20, "?", 1],
  ],
  "what was sent before and fails later makes it no longer": [...five, ...fail(9, 5, 0), [5, "?", 5]],
  "what was sent before and is answered later closes it": [...five, [5, "ok"], [5, "?", "sent"]],
};

for (const [name, deeds] of Object.entries(stories))
  test(name, () => {
    let circuit: Circuit | undefined;
    for (const [second, deed, said] of deeds) {
      const at = second * 1_000;
      if (deed === "x") circuit = afterFailure(circuit, at, { type: "upstream_5xx", message: "HTTP 500." });
      else if (deed === "ok") circuit = afterAnswer();
      else if (deed === "-") circuit = afterNothing(circuit, at);
      else {
        const admission = admit(circuit, at);
        circuit = admission.circuit;
        const wait = admission.refusal?.retryAfterMs;
        expect(wait === undefined ? "sent" : wait / 1_000, `at ${second} s`).toBe(said);
      }
    }
  });

test("the wait doubles up to the longest, and says since when and how the server fails", () => {
  let at = 1_000;
  let circuit: Circuit | undefined;
  for (let i = 0; i < failuresToOpen; i += 1) {
    at = 1_000 + i * 250;
    circuit = afterFailure(circuit, at, { type: "upstream_timeout", message: "Silence." });
  }
  const waits: number[] = [];
  for (let i = 0; i < 6; i += 1) {
    const { refusal } = admit(circuit, at);
    waits.push(refusal?.retryAfterMs ?? 0);
    expect(refusal?.failingSinceMs).toBe(1_000);
    at += refusal?.retryAfterMs ?? 0;
    circuit = afterFailure(admit(circuit, at).circuit, at, { type: "upstream_5xx", message: `Failure ${i}.` });
    expect(admit(circuit, at).refusal?.last.message).toBe(`Failure ${i}.`);
  }
  expect(waits).toEqual([1, 2, 4, 8, 12, 12].map((times) => times * openMsFirst));
  expect(waits.at(-1)).toBe(openMsLongest);
  expect(probeMs).toBeLessThanOrEqual(openMsFirst);
});
