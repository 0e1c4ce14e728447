import { expect, test } from "@playwright/test";
import { type CallRequest, isMalformed, isOthersProgress, readMessage } from "./message";

const read = (text: string) => readMessage(Buffer.from(text));
const call = (more: string) => `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"x"${more}}}`;

const refused: [string, string][] = [
  ["a batch", `[${call("")}]`],
  ["an empty batch", "[]"],
  ["no object", '"text"'],
  ["null", "null"],
  ["another version of JSON-RPC", '{"jsonrpc":"1.0","id":1,"method":"ping"}'],
  ["a call without id", '{"jsonrpc":"2.0","method":"tools/call","params":{"name":"x"}}'],
  ["a null id", '{"jsonrpc":"2.0","id":null,"method":"tools/call"}'],
  ["an object as id", '{"jsonrpc":"2.0","id":{},"method":"ping"}'],
  ["a notification with an id", '{"jsonrpc":"2.0","id":1,"method":"notifications/cancelled"}'],
  ["a method that is no text", '{"jsonrpc":"2.0","id":1,"method":7}'],
  ["params that are a list", '{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}'],
  ["neither method nor result", '{"jsonrpc":"2.0","id":1}'],
  ["an integer that would be rounded", call(',"arguments":{"n":9007199254740993}')],
  ["a number that overflows", call(',"arguments":{"n":1e400}')],
  ["a large integer with an exponent", call(',"arguments":{"n":9.007199254740993e15}')],
  ["text that is not JSON", "{"],
  ["too much depth", `${'{"a":'.repeat(5000)}1${"}".repeat(5000)}`],
];
for (const [what, text] of refused) test(`refused: ${what}`, () => expect(isMalformed(read(text))).toBe(true));

test("refused: bytes that are not UTF-8", () => {
  expect(isMalformed(readMessage(Buffer.from([0x7b, 0xff, 0x7d])))).toBe(true);
});

test("what is judged is what is sent on: of two equal keys the last counts for both", () => {
  const message = read('{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"safe","name":"danger"}}');
  expect(isMalformed(message)).toBe(false);
  if (isMalformed(message) || message.kind !== "request") return;
  expect(message.params?.["name"]).toBe("danger");
  expect(JSON.stringify(message.raw)).not.toContain("safe");
});

const accepted: [string, string, string][] = [
  ["a request", call(""), "request"],
  ["a notification", '{"jsonrpc":"2.0","method":"notifications/initialized"}', "notification"],
  ["an answer of the client", '{"jsonrpc":"2.0","id":"a","result":{}}', "response"],
  ["a byte order mark before it", `\uFEFF${call("")}`, "request"],
  ["digits in a text", call(',"arguments":{"id":"9007199254740993"}'), "request"],
  ["escaped quotes before a number", call(',"arguments":{"t":"a\\\\\\"1234567890123456789"}'), "request"],
  ["a safe large integer", call(',"arguments":{"n":9007199254740991}'), "request"],
  ["a fraction", call(',"arguments":{"n":0.12345678901234567}'), "request"],
];
for (const [what, text, kind] of accepted)
  test(`accepted: ${what}`, () => {
    const message = read(text);
    expect(isMalformed(message) ? message.message : message.kind).toBe(kind);
  });

test("progress on the stream of a request is its own, or of another one whose token it borrows", () => {
  const request = (meta: string) => read(call(meta)) as CallRequest; // safe because each is a request
  const progress = (params: unknown) => ({ jsonrpc: "2.0", method: "notifications/progress", params });
  const ours = request(',"_meta":{"progressToken":7}');
  expect(isOthersProgress(progress({ progressToken: 7, progress: 1 }), ours)).toBe(false);
  for (const params of [{ progressToken: 8, progress: 1 }, { progressToken: "7", progress: 1 }, {}, null, [7]])
    expect(isOthersProgress(progress(params), ours), JSON.stringify(params)).toBe(true);
  // Who has asked for none has a use for none.
  for (const without of [request(""), request(',"_meta":{}'), request(',"_meta":[]')])
    expect(isOthersProgress(progress({}), without)).toBe(true);
  // A task's progress comes under the token of the call that began it.
  expect(isOthersProgress(progress({ progressToken: 7 }), { ...ours, method: "tasks/result", params: {} })).toBe(false);
  expect(isOthersProgress({ jsonrpc: "2.0", method: "notifications/message", params: {} }, ours)).toBe(false);
});
