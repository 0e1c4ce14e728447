import { expect, test } from "@playwright/test";
import { newId } from "@/lib/kernel/ids";
import type { CallLimit, CallLimits } from "@/lib/registry/limits/load-limits";
import type { Principal } from "@/lib/registry/load-principal";
import { takePlace } from "./limits";

/** The library reads the clock of the machine; here it stands still until a test moves it. */
let at = 1_800_000_000_000;
const real = Date.now;
test.beforeEach(() => {
  Date.now = () => at;
});
test.afterEach(() => {
  Date.now = real;
});

const limit = (changes: Partial<CallLimit>): CallLimit => ({
  ...{ id: newId("limit"), kind: "instance", subject: null, calls: null, seconds: null, concurrent: null },
  ...changes,
});

/** Limits that every call meets, each counted by what the call says of its kind. */
const all = (...limits: CallLimit[]): CallLimits => ({
  metBy: (subjects) => limits.map((one) => ({ limit: one, subject: subjects[one.kind] ?? "none" })),
  timeoutSecondsOf: () => null,
});

// safe because a place is taken by these ids alone
const caller = (instance: string, human = "hum_1"): Principal =>
  ({
    ...{ tenant: { no: 1 }, server: { id: "srv_1" }, tool: { id: "tol_1" }, agent: { id: "agt_1" } },
    ...{ human: { id: human }, instance: { id: instance } },
  }) as Principal;

const asked = (limits: CallLimits, who = caller("ins_1"), client = new AbortController().signal) =>
  takePlace(limits, who, client);

const refusalOf = async (limits: CallLimits, who = caller("ins_1")) => {
  const place = await asked(limits, who);
  return "refused" in place ? place.refused : undefined;
};

test("a window opens with the first call, lets so many through, and says exactly when the next may come", async () => {
  const limits = all(limit({ calls: 2, seconds: 60 }));
  expect(await refusalOf(limits)).toBeUndefined();
  at += 10_000;
  expect(await refusalOf(limits)).toBeUndefined();
  at += 10_000;
  expect(await refusalOf(limits)).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 40_000 });
  at += 39_999;
  expect(await refusalOf(limits)).toMatchObject({ retryAfterMs: 1 });
  at += 1;
  expect(await refusalOf(limits)).toBeUndefined();
  expect(await refusalOf(limits)).toBeUndefined();
  expect(await refusalOf(limits)).toMatchObject({ retryAfterMs: 60_000 });
});

test("each of a kind has a window of its own", async () => {
  const limits = all(limit({ calls: 1, seconds: 60 }));
  expect(await refusalOf(limits, caller("ins_a"))).toBeUndefined();
  expect(await refusalOf(limits, caller("ins_b"))).toBeUndefined();
  expect(await refusalOf(limits, caller("ins_a"))).toBeDefined();
});

test("a refused call uses up nothing of the limits that had room", async () => {
  const narrow = limit({ calls: 1, seconds: 10 });
  const wide = limit({ kind: "human", calls: 3, seconds: 600, concurrent: 3 });
  for (let i = 0; i < 5; i++) await asked(all(wide, narrow));
  // One was let through, four were refused by the narrow one.
  const left: boolean[] = [];
  for (let i = 0; i < 3; i++) left.push((await refusalOf(all(wide), caller("ins_2"))) === undefined);
  expect(left).toEqual([true, true, false]);
});

test("calls that arrive together are let through as many as there is room for, and no more", async () => {
  const limits = all(limit({ calls: 3, seconds: 60 }), limit({ kind: "human", concurrent: 5 }));
  const places = await Promise.all(Array.from({ length: 20 }, () => asked(limits)));
  expect(places.filter((place) => "leave" in place)).toHaveLength(3);
});

test("other numbers count with the next call; what was used stays used", async () => {
  const one = limit({ calls: 1, seconds: 60 });
  expect(await refusalOf(all(one))).toBeUndefined();
  expect(await refusalOf(all(one))).toBeDefined();
  const raised = all({ ...one, calls: 3 });
  expect(await refusalOf(raised)).toBeUndefined();
  expect(await refusalOf(raised)).toBeUndefined();
  expect(await refusalOf(raised)).toBeDefined();
});

test("a place is free again when its call has left it, once, or its client is gone", async () => {
  const limits = all(limit({ concurrent: 1 }));
  const first = await asked(limits);
  expect(await refusalOf(limits)).toMatchObject({ code: "TOO_MANY_CALLS", retryAfterMs: 1_000 });
  expect(await refusalOf(limits, caller("ins_2"))).toBeUndefined();
  if ("leave" in first) first.leave();
  const client = new AbortController();
  expect("leave" in (await asked(limits, caller("ins_1"), client.signal))).toBe(true);
  // Leaving twice gives nobody else's place away.
  if ("leave" in first) first.leave();
  expect(await refusalOf(limits)).toBeDefined();
  client.abort();
  expect(await refusalOf(limits)).toBeUndefined();
});

test("counters of those who are idle are dropped", async () => {
  const { countersignLimits: counters } = globalThis as unknown as {
    countersignLimits: { windows: { dump(): { storage: { key: string }[] } }; running: Map<string, number> };
  };
  // The library forgets by a timer of its own, so here the time is the real one.
  Date.now = real;
  const short = limit({ calls: 5, seconds: 1, concurrent: 5 });
  const mine = () => [
    ...counters.windows.dump().storage.filter(({ key }) => String(key).includes(short.id)),
    ...[...counters.running.keys()].filter((name) => name.includes(short.id)),
  ];
  for (let i = 0; i < 50; i++) {
    const place = await asked(all(short), caller(`ins_${i}`));
    if ("leave" in place) place.leave();
  }
  expect(mine()).toHaveLength(50);
  await expect.poll(() => mine().length).toBe(0);
});
