import { Readable } from "node:stream";
import { expect, test } from "@playwright/test";
import { readEvents, readJsonRpc, readText, type StreamedEvent } from "./read-answer";
import type { UpstreamResponse } from "./upstream-failure";

/** An answer whose body comes in these pieces. */
const inPieces = (pieces: Iterable<Uint8Array | string>, length?: number): UpstreamResponse =>
  // safe because only the length and the body are read, as a stream of bytes
  ({
    headers: length === undefined ? {} : { "content-length": String(length) },
    body: Readable.from(pieces, { objectMode: true }).map((piece) => Buffer.from(piece)),
  }) as unknown as UpstreamResponse;

async function eventsOf(pieces: Iterable<Uint8Array | string>): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = [];
  for await (const event of readEvents(inPieces(pieces))) events.push(event);
  return events;
}

const text = 'id: 1\nevent: message\ndata: {"a":\ndata: "ä"}\n\n: comment\n\ndata: two\n\n';

test("lines end in LF, CRLF or CR, wherever a stream is cut into pieces, and mean the same", async () => {
  const expected = await eventsOf([text]);
  expect(expected.map(({ id, data }) => [id, data])).toEqual([
    ["1", '{"a":\n"ä"}'],
    [undefined, "two"],
  ]);
  for (const ending of ["\n", "\r\n", "\r"]) {
    const bytes = Buffer.from(text.replaceAll("\n", ending));
    for (const size of [1, 2, 3, 7, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(i * size, (i + 1) * size),
      );
      expect(await eventsOf(pieces), `${JSON.stringify(ending)} in pieces of ${size}`).toEqual(expected);
    }
  }
});

test("a stream of nothing but line ends costs no more before a CR than without one", async () => {
  const costOf = async (last: string) => {
    const piece = "\n".repeat(64 * 1024 - 1) + last;
    const begun = process.cpuUsage();
    await eventsOf(Array.from({ length: 20 }, () => piece));
    return process.cpuUsage(begun).user;
  };
  await costOf("\n");
  // It was a hundred times as much.
  expect(await costOf("\r")).toBeLessThan(20 * (await costOf("\n")));
});

test("a line that has ended is a sign of life, bytes of one that has not are none", async () => {
  for (const [pieces, signs] of [
    [["da", "ta", ": ", "{}"], 0],
    [["data: {}", "\n", "\n"], 2],
    [[": still here\r", ": still"], 1],
  ] as const) {
    let lines = 0;
    for await (const _ of readEvents(inPieces(pieces), () => (lines += 1)));
    expect(lines, JSON.stringify(pieces)).toBe(signs);
  }
});

test("one event, one body and one stream end where they are too large", async () => {
  const mebibyte = "x".repeat(1024 * 1024);
  const tooLarge = { type: "upstream_too_large" };
  await expect(eventsOf(["data: ", ...Array<string>(17).fill(mebibyte)])).rejects.toMatchObject(tooLarge);
  await expect(readText(inPieces(Array<string>(17).fill(mebibyte)))).rejects.toMatchObject(tooLarge);
  // Whatever it announced: one that is too large is not read by the way of small ones.
  await expect(readText(inPieces(Array<string>(17).fill(mebibyte), 17 * 1024 * 1024))).rejects.toMatchObject(tooLarge);
  const events = Array<string>(257).fill(`data: ${mebibyte}\n\n`);
  await expect(eventsOf(events)).rejects.toMatchObject(tooLarge);
  expect(await eventsOf(events.slice(0, 20))).toHaveLength(20);
});

test("bytes that are not UTF-8 are read as what stands for them", async () => {
  const bytes = Buffer.concat([
    Buffer.from('{"jsonrpc":"2.0","a":"'),
    Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from('"}'),
  ]);
  const read = readJsonRpc(await readText(inPieces([bytes])));
  expect(read["a"]).toBe("\ufffd(\ufffd");
  const [first, rest] = [bytes.subarray(0, 23), bytes.subarray(23)];
  for (const pieces of [[bytes], [first, rest]])
    expect(readJsonRpc(await readText(inPieces(pieces, bytes.length)))).toEqual(read);
  const [event] = await eventsOf([Buffer.concat([Buffer.from("data: "), bytes, Buffer.from("\n\n")])]);
  expect(readJsonRpc(event?.data ?? "")).toEqual(read);
});

for (const said of [
  "",
  "[]",
  "null",
  '"text"',
  "{",
  "{}",
  '{"id":1,"result":{}}',
  '{"jsonrpc":"1.0","id":1,"result":{}}',
])
  test(`${said || "nothing"} is no message of JSON-RPC`, () => {
    expect(() => readJsonRpc(said)).toThrow(/not (a )?JSON/);
  });

test("a body that announces its length and breaks before its end is no answer", async () => {
  const body = Readable.from(
    (async function* () {
      yield Buffer.from('{"jsonrpc":');
      throw new Error("broken");
    })(),
  );
  const response = { headers: { "content-length": "20" }, body } as unknown as UpstreamResponse; // safe as above
  await expect(readText(response)).rejects.toThrow("broken");
  await expect(readText(response), "nor one that has broken already").rejects.toThrow("broken");
  const closed = new Readable({ read() {} });
  const reading = readText({ headers: { "content-length": "2" }, body: closed } as unknown as UpstreamResponse); // safe as above
  closed.destroy();
  await expect(reading).rejects.toThrow("closed before its end");
});
