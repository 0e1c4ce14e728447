import { expect, test } from "@playwright/test";
import { unwrapSession, wrapSession } from "./session";

test("a session id opens for its owner only, and only unchanged", () => {
  const wrapped = wrapSession("abc.def", "1/ins_a/srv_x");
  expect(unwrapSession(wrapped, "1/ins_a/srv_x")).toBe("abc.def");
  for (const other of ["1/ins_b/srv_x", "2/ins_a/srv_x", "1/ins_a/srv_y"])
    expect(unwrapSession(wrapped, other)).toBeUndefined();
  for (const broken of ["", "abc.def", ".", `${wrapped}x`, wrapped.slice(0, -1), `x${wrapped}`])
    expect(unwrapSession(broken, "1/ins_a/srv_x")).toBeUndefined();
});
