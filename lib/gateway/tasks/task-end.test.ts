import { expect, test } from "@playwright/test";
import { toEnd } from "../internal/call-end";
import { UpstreamFailure } from "../internal/upstream-failure";
import type { Era } from "../protocol";
import { taskEndOf } from "./task-end";
import type { TaskMethod } from "./words";

const legacy: Era = { name: "legacy" };
const modern: Era = {
  name: "modern",
  protocolVersion: "2026-07-28",
  client: { name: null, version: null, title: null },
  capabilities: {},
};
const heard = { progress: 0, asked: new Set<string>() };
const endOf = (method: TaskMethod, era: Era, answer: Record<string, unknown>) =>
  taskEndOf(method, era, toEnd(answer, heard, 0), heard);

const good = { content: [{ type: "text", text: "42" }] };
const bad = { ...good, isError: true };
const error = { code: -32603, message: "broke" };

/** What an answer tells of the end of a task: its error's type, "good", or undefined where it tells of none. */
const table: [method: TaskMethod, era: Era, answer: Record<string, unknown>, end: string | undefined][] = [
  ["tasks/get", legacy, { result: { taskId: "t", status: "working" } }, undefined],
  ["tasks/get", legacy, { result: { taskId: "t", status: "completed" } }, undefined],
  ["tasks/get", legacy, { result: { taskId: "t", status: "failed" } }, "upstream_error"],
  ["tasks/get", legacy, { result: { taskId: "t", status: "cancelled" } }, "cancelled"],
  ["tasks/get", legacy, { error }, undefined],
  ["tasks/result", legacy, { result: good }, "good"],
  ["tasks/result", legacy, { result: bad }, "tool_error"],
  ["tasks/result", legacy, { error }, "upstream_error"],
  ["tasks/cancel", legacy, { result: { taskId: "t", status: "cancelled" } }, "cancelled"],
  ["tasks/cancel", legacy, { error }, undefined],
  ["tasks/get", modern, { result: { taskId: "t", status: "input_required", inputRequests: {} } }, undefined],
  ["tasks/get", modern, { result: { taskId: "t", status: "completed", result: good } }, "good"],
  ["tasks/get", modern, { result: { taskId: "t", status: "completed", result: bad } }, "tool_error"],
  ["tasks/get", modern, { result: { taskId: "t", status: "failed", error } }, "upstream_error"],
  ["tasks/get", modern, { result: { taskId: "t", status: "cancelled" } }, "cancelled"],
  ["tasks/cancel", modern, { result: { resultType: "complete" } }, undefined],
  ["tasks/update", modern, { result: { resultType: "complete", status: "failed" } }, undefined],
];
for (const [method, era, answer, end] of table)
  test(`${era.name} ${method} ${JSON.stringify(answer)} tells of ${end ?? "no end"}`, () => {
    const told = endOf(method, era, answer);
    expect(told && (told.error?.type ?? "good")).toBe(end);
  });

test("a result is summed up and kept as of a call, whichever era brings it", () => {
  const old = endOf("tasks/result", legacy, { result: good });
  const young = endOf("tasks/get", modern, { result: { taskId: "t", status: "completed", result: good } });
  expect(young?.result).toEqual(old?.result);
  expect(young?.answer).toEqual({ value: good });
  expect(toEnd({ result: good }, heard, 0)).toMatchObject({ result: old?.result, answer: old?.answer });
});

test("the same end has the same key, another end another", () => {
  const keys = [good, bad, good].map((result) => endOf("tasks/result", legacy, { result })?.key);
  expect(keys[0]).toBe(keys[2]);
  expect(keys[0]).not.toBe(keys[1]);
});

test("an answer that did not come is no end of the task", () => {
  const failure = new UpstreamFailure("upstream_unreachable", "gone");
  const end = { error: { type: failure.type, message: "gone" }, failure, upstreamMs: 1 };
  expect(taskEndOf("tasks/result", legacy, end, heard)).toBeUndefined();
});
