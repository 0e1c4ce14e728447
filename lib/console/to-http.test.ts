import { expect, test } from "@playwright/test";
import { conflict, HouseError, invalid } from "@/lib/kernel/errors";
import { toHttp } from "./to-http";

test("an error that is not ours says its request id and nothing else", async () => {
  const answer = toHttp(new Error("connect to postgres://user:hunter2@db failed"), "req_1");
  expect(answer.status).toBe(500);
  const text = await answer.text();
  expect(text).toContain("req_1");
  expect(text).not.toContain("hunter2");
  expect(text).not.toContain("postgres");
});

test("an error of ours says its sentence and its places, and keeps its detail", async () => {
  const answer = toHttp(
    new HouseError("invalid", "Wrong.", { issues: [{ path: "a.b", message: "m" }], detail: { secret: 1 } }),
    "r",
  );
  expect(answer.status).toBe(422);
  expect(await answer.json()).toEqual({
    error: { code: "invalid", message: "Wrong.", details: [{ path: "a.b", message: "m" }] },
  });
  expect(toHttp(invalid("Wrong."), "r", 400).status).toBe(400);
  expect(toHttp(conflict("There already."), "r").status).toBe(409);
});

test("whoever is not known is told how to authenticate, whoever is too fast when to come back", () => {
  expect(toHttp(new HouseError("unauthenticated", "x"), "r").headers.get("www-authenticate")).toContain("Bearer");
  expect(toHttp(new HouseError("limit", "x", { retryAfterSeconds: 7 }), "r").headers.get("retry-after")).toBe("7");
});
