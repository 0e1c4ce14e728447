// Loopback ports that nobody uses right now.
import { createServer } from "node:net";

/** Several at once are all different: each is held until the last is found. */
export async function freePorts(count) {
  const holders = await Promise.all(Array.from({ length: count }, () => hold(0)));
  const ports = holders.map((holder) => holder.address().port);
  await Promise.all(holders.map(release));
  return ports;
}

export async function isFree(port) {
  try {
    await release(await hold(port));
    return true;
  } catch {
    return false;
  }
}

function hold(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host: "127.0.0.1", exclusive: true }, () => resolve(server));
  });
}

function release(server) {
  return new Promise((resolve) => server.close(resolve));
}
