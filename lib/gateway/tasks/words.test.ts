import { expect, test } from "@playwright/test";
import { readMessage } from "../message";
import { type Era, eraOf } from "../protocol";
import { asksForTask, isAboutTask, startedBy, taskIdOf, withOurTtl, withoutTasks } from "./words";

const week = 7 * 86_400_000;

function requestOf(method: string, params: Record<string, unknown>) {
  const message = readMessage(Buffer.from(JSON.stringify({ jsonrpc: "2.0", id: 1, method, params })));
  if ("code" in message || message.kind !== "request") throw new Error("A request was expected.");
  return message;
}

const capabilities = (extensions: object) => ({
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": { sampling: {}, extensions },
});
const knowing = { name: "x", _meta: capabilities({ "io.modelcontextprotocol/tasks": {}, "example.com/other": {} }) };
const unknowing = { name: "x", _meta: capabilities({ "example.com/other": {} }) };
const legacy: Era = { name: "legacy" };
const modern = eraOf(requestOf("tools/call", knowing));

test("which methods are about one task is a matter of the era", () => {
  const about = (era: Era) =>
    ["tasks/get", "tasks/result", "tasks/update", "tasks/cancel", "tasks/list", "tools/call"].filter((method) =>
      isAboutTask(requestOf(method, { taskId: "t" }), era),
    );
  expect(about(legacy)).toEqual(["tasks/get", "tasks/result", "tasks/cancel"]);
  expect(about(modern)).toEqual(["tasks/get", "tasks/update", "tasks/cancel"]);
});

const asking: [what: string, era: Era, params: Record<string, unknown>, asks: boolean][] = [
  ["legacy, with a task", legacy, { name: "x", task: { ttl: 1 } }, true],
  ["legacy, without", legacy, { name: "x" }, false],
  ["legacy, with nonsense", legacy, { name: "x", task: true }, false],
  ["modern, by a client that knows tasks", modern, knowing, true],
  ["modern, by one that does not", eraOf(requestOf("tools/call", unknowing)), unknowing, false],
  [
    "modern, with the word of the older era",
    eraOf(requestOf("tools/call", unknowing)),
    { ...unknowing, task: {} },
    false,
  ],
];
for (const [what, era, params, asks] of asking)
  test(`a call ${asks ? "may" : "may not"} become a task: ${what}`, () => {
    const message = requestOf("tools/call", params);
    expect(asksForTask(message, era)).toBe(asks);
    const without = withoutTasks(message);
    expect(asksForTask(without, eraOf(without))).toBe(false);
    expect(without.raw["params"]).toBe(without.params);
  });

test("without tasks a client stays what else it is", () => {
  expect(withoutTasks(requestOf("tools/call", { ...knowing, task: {} })).params).toEqual(unknowing);
  const plain = requestOf("tools/call", { name: "x", arguments: { task: 1 } });
  expect(withoutTasks(plain)).toBe(plain);
});

const results: [what: string, era: Era, result: unknown, started: unknown][] = [
  [
    "a task of 2025-11-25",
    legacy,
    { task: { taskId: "t", status: "working", ttl: 60_000 } },
    { upstreamId: "t", ttlMs: 60_000 },
  ],
  ["one without an end", legacy, { task: { taskId: "t", ttl: null } }, { upstreamId: "t", ttlMs: null }],
  ["a task of 2026-07-28", modern, { resultType: "task", taskId: "t", ttlMs: 5 }, { upstreamId: "t", ttlMs: 5 }],
  ["a task without an id", modern, { resultType: "task" }, "nameless"],
  ["a task whose id is none", legacy, { task: { taskId: 7 } }, "nameless"],
  ["a task whose id is a novel", modern, { resultType: "task", taskId: "x".repeat(1_001) }, "nameless"],
  ["a result", modern, { resultType: "complete", content: [], task: { taskId: "t" } }, undefined],
  ["a result of 2025-11-25", legacy, { content: [] }, undefined],
  ["nothing", legacy, undefined, undefined],
];
for (const [what, era, result, started] of results)
  test(`what a call has started: ${what}`, () => {
    expect(startedBy({ result }, era)).toEqual(started);
  });

test("a request names a task by a short text, or none", () => {
  expect(taskIdOf({ params: { taskId: "t" } })).toBe("t");
  for (const taskId of ["", 7, null, undefined, "x".repeat(1_001)])
    expect(taskIdOf({ params: { taskId } })).toBeUndefined();
});

test("no client is told that a task lives longer than it is remembered", () => {
  const told = (result: object) => withOurTtl({ id: 1, result })["result"];
  expect(told({ task: { taskId: "t", ttl: null } })).toEqual({ task: { taskId: "t", ttl: week } });
  expect(told({ taskId: "t", ttlMs: week * 2, status: "working" })).toEqual({
    taskId: "t",
    ttlMs: week,
    status: "working",
  });
  expect(told({ taskId: "t", ttl: 60_000 })).toEqual({ taskId: "t", ttl: 60_000 });
  expect(told({ content: [], ttl: null })).toEqual({ content: [], ttl: null });
});
