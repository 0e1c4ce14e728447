// Where the demo's upstream servers listen. Decided before the gateway starts, because the gateway must be told which
// loopback addresses it may call (`UPSTREAM_ALLOW_PRIVATE`): exactly these three, no others.
import { readDemoFile, writeDemoFile } from "./demo-file.mjs";
import { freePorts, isFree } from "./free-port.mjs";

const COUNT = 3;

/** The allow list of the demo. Ports stay the same from start to start, unless somebody else has taken one meanwhile. */
export async function demoAllowPrivate(dataDir) {
  const demo = await readDemoFile(dataDir);
  const known = demo.ports.slice(0, COUNT);
  const usable = await Promise.all(known.map(isFree));
  const spare = await freePorts(COUNT);
  const ports = Array.from({ length: COUNT }, (_, i) => (usable[i] ? known[i] : spare[i]));
  if (ports.some((port, i) => port !== demo.ports[i])) await writeDemoFile(dataDir, { ...demo, ports });
  return ports.map((port) => `127.0.0.1:${port}`).join(",");
}
