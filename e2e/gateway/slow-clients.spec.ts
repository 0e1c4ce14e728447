import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { openIntents } from "../support/database";
import { rawAgent } from "../support/raw-agent";
import { expect, test } from "../support/scene";

/*
 * Clients that send or take slower than anybody has to: each is left by the server's own clocks (server.mjs, lib/gateway/node-front.ts), and
 * costs nobody else anything. They all wait at once, because they wait for a minute.
 */

/** A connection, and what has come through it when it was closed by the other side. */
function open(url: string): { socket: Socket; said: () => string; closed: Promise<string> } {
  const { hostname, port } = new URL(url);
  let text = "";
  const socket = connect(Number(port), hostname);
  socket.setEncoding("utf8").on("data", (piece) => {
    text += piece;
  });
  socket.on("error", () => {});
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  return { socket, said: () => text, closed };
}

/** Sends this, and then a piece every half second, until the other side closes. */
async function drip(url: string, first: string, piece: () => string): Promise<string> {
  const { socket, closed } = open(url);
  socket.write(first);
  while (!socket.closed) {
    socket.write(piece());
    await sleep(500);
  }
  return closed;
}

test("whoever sends or takes too slowly is left, nothing of it reaches a server, and everybody else goes on", async ({
  scene,
}) => {
  test.setTimeout(300_000);
  const { world, upstream, instance } = scene;
  const agent = await scene.agent("modern");
  const { pathname, host } = new URL(agent.url);
  const { headers, body } = agent.prepare("tools/call", { name: "echo", arguments: { text: "slow" } });
  const lines = Object.entries(headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${lines.join("")}`;
  const text = String(body);
  await upstream.reset();

  const bytes = head[Symbol.iterator]();
  const left = {
    "a head that never ends": drip(agent.url, head, () => "x-more: y\r\n"),
    "a head by bytes": drip(agent.url, "", () => bytes.next().value ?? ""),
    "a body by bytes": drip(agent.url, `${head}content-length: 100000\r\n\r\n`, () => " "),
    "a body that stops": drip(agent.url, `${head}content-length: ${text.length + 1}\r\n\r\n${text}`, () => ""),
    "a body in chunks without end": drip(agent.url, `${head}transfer-encoding: chunked\r\n\r\n`, () => "1\r\n \r\n"),
    "a large body of a stranger": drip(
      agent.url,
      `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 4000000\r\n\r\n${" ".repeat(1_000_000)}`,
      () => " ",
    ),
  };
  const silent = Array.from({ length: 200 }, () => open(agent.url));
  const idle = Array.from({ length: 50 }, () => {
    const one = open(agent.url);
    one.socket.write(`${head}content-length: ${text.length}\r\n\r\n${text}`);
    return one;
  });

  // An agent that takes nothing of an answer without end.
  const taking = open(agent.url);
  const endless = agent.prepare("tools/call", { name: "huge_stream", arguments: { kind: "events" } });
  const named = Object.entries(endless.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
  const asked = String(endless.body);
  taking.socket.pause();
  taking.socket.write(
    `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\n${named.join("")}content-length: ${asked.length}\r\n\r\n${asked}`,
  );

  // Meanwhile everybody else is served.
  const others = await rawAgent(agent.url, instance.token, "legacy");
  let over = false;
  const meanwhile = (async () => {
    let calls = 0;
    for (; !over; calls += 1) {
      expect((await others.call("echo", { text: "quick" })).text).toContain("quick");
      await sleep(500);
    }
    return calls;
  })();

  for (const [what, closed] of Object.entries(left)) {
    const said = await closed;
    // A head that was never read has nobody to answer to; a body is refused in the words of HTTP, or of the gateway.
    expect(said, what).toMatch(/^(HTTP\/1\.1 (408|413) |$)/);
  }
  for (const { closed } of silent) expect(await closed).toMatch(/^(HTTP\/1\.1 408 |$)/);
  for (const { closed } of idle) expect((await closed).startsWith("HTTP/1.1 200")).toBe(true);
  await expect
    .poll(async () => (await world.calls({ tool: "huge_stream" })).map(({ error }) => error?.type), {
      timeout: 120_000,
    })
    .toEqual(["cancelled"]);
  await expect.poll(async () => (await upstream.calls("huge_stream"))[0]?.left).toBe(true);
  taking.socket.destroy();
  over = true;
  const calls = await meanwhile;

  // Only what was sent whole has reached the server, and has its event.
  expect(await upstream.count("echo")).toBe(idle.length + calls);
  expect(await world.calls({ tool: "echo" })).toHaveLength(idle.length + calls);
  expect(await openIntents(world.tenant)).toBe(0);
});
