import { expect, test } from "@playwright/test";
import { holdClock } from "@/lib/kernel/clock";
import { countFailure, forgetFailures, uncountFailure, waitSeconds } from "./throttle";

const allowance = { max: 3, windowSeconds: 60 };

test("after so many failures one waits until the window is over, and success forgets them", () => {
  let at = 1_000_000;
  const release = holdClock(() => at);
  try {
    const key = "a person at a place";
    for (let n = 1; n <= 3; n += 1) {
      expect(waitSeconds(key, allowance)).toBe(0);
      expect(countFailure(key, allowance)).toBe(n);
    }
    expect(waitSeconds(key, allowance)).toBe(60);
    at += 59_000;
    expect(waitSeconds(key, allowance)).toBe(1);
    at += 1_000;
    expect(waitSeconds(key, allowance)).toBe(0);
    expect(countFailure(key, allowance), "a new window begins at one").toBe(1);
    uncountFailure(key);
    expect(countFailure(key, allowance)).toBe(1);
    forgetFailures(key);
    expect(countFailure(key, allowance)).toBe(1);
  } finally {
    release();
  }
});
