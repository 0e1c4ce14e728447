import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { expect, test } from "@playwright/test";
import { request } from "undici";
import { toFailure } from "./upstream";

const head = "HTTP/1.1 200 OK\r\n";
const said: Record<string, string> = {
  "another protocol": "220 mail.example ESMTP\r\n",
  "a length below nothing": `${head}content-length: -1\r\n\r\n{}`,
  "a length and pieces": `${head}transfer-encoding: chunked\r\ncontent-length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
  "two lengths": `${head}content-length: 1\r\ncontent-length: 2\r\n\r\n{}`,
  "a head without bounds": `${head}x: ${"x".repeat(100_000)}\r\n\r\n`,
};
for (const [what, bytes] of Object.entries(said))
  test(`a server that says ${what} has answered, and not in HTTP`, async () => {
    const server = createServer((socket) => void socket.on("error", () => {}).once("data", () => socket.end(bytes)));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const error = await request(url).then(
      ({ body }) => body.text(),
      (caught: unknown) => caught,
    );
    expect(toFailure(error, new AbortController().signal)).toMatchObject({
      type: "upstream_protocol",
      message: "The server's answer was not valid HTTP.",
    });
    server.close();
  });
