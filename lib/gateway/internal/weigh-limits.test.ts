import { expect, test } from "@playwright/test";
import type { CallLimit } from "@/lib/registry/limits/load-limits";
import { type MeasuredLimit, weighLimits } from "./weigh-limits";

const limit = (changes: Partial<CallLimit>): CallLimit => ({
  ...{ id: "lim_1", kind: "instance", subject: null, calls: null, seconds: null, concurrent: null },
  ...changes,
});
const perMinute = limit({ calls: 3, seconds: 60 });
const atOnce = limit({ id: "lim_2", kind: "server", concurrent: 2 });
const measured = (of: CallLimit, changes: Partial<MeasuredLimit> = {}): MeasuredLimit => ({
  ...{ limit: of, usedCalls: 0, endsInMs: 0, running: 0 },
  ...changes,
});

test("a call is refused exactly when a limit that it meets is reached", () => {
  const cases: [string, MeasuredLimit[], string | undefined][] = [
    ["no limit", [], undefined],
    ["nothing used", [measured(perMinute), measured(atOnce)], undefined],
    ["one left", [measured(perMinute, { usedCalls: 2, endsInMs: 9_000 })], undefined],
    ["none left", [measured(perMinute, { usedCalls: 3, endsInMs: 9_000 })], "RATE_LIMITED"],
    ["lowered below what is used", [measured(perMinute, { usedCalls: 7, endsInMs: 9_000 })], "RATE_LIMITED"],
    ["others under way do not matter to a rate", [measured(perMinute, { running: 50 })], undefined],
    ["one place left", [measured(atOnce, { running: 1 })], undefined],
    ["no place left", [measured(atOnce, { running: 2 })], "TOO_MANY_CALLS"],
    ["earlier calls do not matter to places", [measured(atOnce, { usedCalls: 50, endsInMs: 9_000 })], undefined],
    ["one of two is reached", [measured(perMinute), measured(atOnce, { running: 2 })], "TOO_MANY_CALLS"],
    [
      "one that says both is reached by either",
      [measured(limit({ calls: 3, seconds: 60, concurrent: 1 }), { usedCalls: 1, endsInMs: 9_000, running: 1 })],
      "TOO_MANY_CALLS",
    ],
  ];
  for (const [what, all, code] of cases) expect(weighLimits(all)?.code, what).toBe(code);
});

test("of several limits that are reached the one is named that takes longest to have room again", () => {
  const perHour = limit({ id: "lim_3", kind: "human", calls: 10, seconds: 3_600 });
  const all = [
    measured(perMinute, { usedCalls: 3, endsInMs: 41_200 }),
    measured(perHour, { usedCalls: 10, endsInMs: 1_800_000 }),
    measured(atOnce, { running: 2 }),
  ];
  for (const order of [all, all.toReversed()])
    expect(weighLimits(order)).toMatchObject({ limit: { id: "lim_3" }, retryAfterMs: 1_800_000 });
});

test("the text names the limit that was reached and the whole seconds to wait, never too few", () => {
  const text = (of: CallLimit, endsInMs: number) =>
    weighLimits([measured(of, { usedCalls: 3, endsInMs, running: 2 })])?.text;
  expect(text(perMinute, 41_200)).toBe(
    "The limit of 3 calls in 60 seconds for this agent instance is reached; wait 42 seconds",
  );
  expect(text(limit({ kind: "human", calls: 1, seconds: 1 }), 0.4)).toBe(
    "The limit of 1 call in 1 second for your human is reached; wait 1 second",
  );
  expect(text(atOnce, 0)).toBe("The limit of 2 calls at once for this server is reached; wait 1 second");
  expect(text(limit({ kind: "tenant", calls: 3, seconds: 60, concurrent: 9 }), 2_000)).toBe(
    "The limit of 3 calls in 60 seconds for this environment is reached; wait 2 seconds",
  );
});
