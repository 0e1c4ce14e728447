import { expect, test } from "@playwright/test";
import type { AuditEvent } from "@/lib/audit/event";
import { addRows, liveMax, noRows } from "./live-rows";

const event = (n: number) => ({ id: `evt_${String(n).padStart(6, "0")}` }) as AuditEvent; // safe because only ids are looked at
const ids = (events: readonly AuditEvent[]) => events.map(({ id }) => Number(id.slice(4)));

test("what comes is shown newest first, each event once, also when it came late", () => {
  const first = addRows(noRows, [event(2), event(5)], true);
  const then = addRows(first, [event(5), event(7), event(3)], true);
  expect(ids(then.fresh)).toEqual([7, 5, 3, 2]);
  expect(then.waiting).toEqual([]);
});

test("what must wait waits, and comes up together with the next that may be shown", () => {
  const waiting = addRows(addRows(noRows, [event(1)], true), [event(2), event(3)], false);
  expect([ids(waiting.fresh), ids(waiting.waiting)]).toEqual([[1], [3, 2]]);
  expect(ids(addRows(waiting, [], true).fresh)).toEqual([3, 2, 1]);
  expect(addRows(waiting, [event(3)], false)).toBe(waiting);
});

test("there is a most, and what it leaves out is said", () => {
  const many = Array.from({ length: liveMax + 10 }, (_, n) => event(n));
  for (const show of [true, false]) {
    const rows = addRows(noRows, many, show);
    expect(rows.cut).toBe(true);
    expect(ids([...rows.fresh, ...rows.waiting]).slice(0, 2)).toEqual([liveMax + 9, liveMax + 8]);
    expect(rows.fresh.length + rows.waiting.length).toBe(liveMax);
  }
});
