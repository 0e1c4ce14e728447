import { mock } from "node:test";
import { expect, test } from "@playwright/test";
import { Deadline, wholeSecondsMax } from "./deadline";
import type { Call } from "./forward-call";

/** The deadline of a call that may be silent for so many seconds; only what a deadline looks at is there. */
function deadlineOf(timeoutSeconds: number, client = new AbortController()): Deadline {
  // safe because a deadline looks at nothing else of a call
  return new Deadline({
    timeoutSeconds,
    request: { headers: {}, signal: client.signal },
    principal: { instance: { id: "ins_deadline" } },
    message: { id: 1 },
  } as unknown as Call);
}

const asks = { jsonrpc: "2.0", id: 1, method: "elicitation/create" };

test.beforeEach(() => mock.timers.enable({ apis: ["setTimeout"] }));
test.afterEach(() => mock.timers.reset());

test("silence ends a call, signs of life put it off, and nothing does for ever", () => {
  const silent = deadlineOf(60);
  mock.timers.tick(59_999);
  expect(silent.signal.aborted).toBe(false);
  mock.timers.tick(1);
  expect(silent.signal.reason).toMatchObject({
    type: "upstream_timeout",
    message: expect.stringContaining("60 seconds"),
  });

  const lively = deadlineOf(60);
  for (let seconds = 0; seconds < wholeSecondsMax - 50; seconds += 50) {
    mock.timers.tick(50_000);
    lively.renew();
  }
  expect(lively.signal.aborted).toBe(false);
  mock.timers.tick(50_000);
  expect(lively.signal.reason).toMatchObject({ type: "upstream_timeout", message: expect.stringContaining("4 hours") });
});

test("while a human is asked the clock stands still, but not for ever", () => {
  const asking = deadlineOf(60);
  asking.heard(asks);
  mock.timers.tick((wholeSecondsMax - 1) * 1000);
  expect(asking.signal.aborted).toBe(false);
  mock.timers.tick(1000);
  expect(asking.signal.reason).toMatchObject({ type: "upstream_timeout" });
});

test("a call that has ended is not ended again", () => {
  const client = new AbortController();
  const ended = deadlineOf(60, client);
  ended.clear();
  mock.timers.tick((wholeSecondsMax + 1) * 1000);
  client.abort();
  expect(ended.signal.aborted).toBe(false);
});
