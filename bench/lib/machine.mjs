/** What the figures were measured on, and how much of it others used meanwhile. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { quantile } from "./statistics.mjs";

const TMPFS = 0x01021994;
const TICKS = 100;

/** @param {string} folder where the database will be */
export function describeMachine(folder) {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() ?? "unknown CPU",
    cores: os.availableParallelism(),
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    system: `${os.type()} ${os.release()}`,
    node: process.version,
    loadAverage: os.loadavg()[0],
    inMemory: isInMemory(folder),
    fdatasyncMs: fdatasyncMs(folder),
  };
}

/** Busy and stolen CPU seconds of the whole machine since it started; NaN where the system does not tell. */
export function machineCpu() {
  if (!fs.existsSync("/proc/stat")) return { busySeconds: Number.NaN, stolenSeconds: Number.NaN };
  const line = fs.readFileSync("/proc/stat", "utf8").split("\n", 1)[0];
  const [user, nice, system, , , interrupts, softInterrupts, stolen] = line.trim().split(/\s+/).slice(1).map(Number);
  const busy = user + nice + system + interrupts + softInterrupts;
  return { busySeconds: busy / TICKS, stolenSeconds: stolen / TICKS };
}

/** Whether a folder is kept in memory only, where being durable costs nothing and means nothing. */
export function isInMemory(folder) {
  return process.platform === "linux" && fs.statfsSync(folder).type === TMPFS;
}

/** How long the disk under this folder takes to make 8 KiB durable: the price floor of every durable row. */
function fdatasyncMs(folder) {
  const file = path.join(folder, "fdatasync");
  const page = Buffer.alloc(8192);
  const descriptor = fs.openSync(file, "w");
  const times = [];
  for (let turn = 0; turn < 40; turn += 1) {
    fs.writeSync(descriptor, page, 0, page.length, 0);
    const from = performance.now();
    fs.fdatasyncSync(descriptor);
    times.push(performance.now() - from);
  }
  fs.closeSync(descriptor);
  fs.rmSync(file);
  return quantile(
    times.sort((a, b) => a - b),
    0.5,
  );
}
