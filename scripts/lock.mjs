/** One process at a time, by a file that names the process. A file whose process is gone does not count. */
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/**
 * @param {string} file
 * @param {{ waitMs?: number, onWait?: (holder: { pid: number }) => void, about?: object }} options `about`: what else
 *   the file says about its holder
 * @returns {Promise<{ release: () => void, holder?: undefined } | { holder: { pid: number }, release?: undefined }>}
 */
export async function takeLock(file, { waitMs = 0, onWait, about = {} } = {}) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const mine = JSON.stringify({ ...identify(process.pid), ...about });
  let told = false;
  for (const end = Date.now() + waitMs; ; await sleep(200)) {
    try {
      fs.writeFileSync(file, mine, { flag: "wx" });
      return { release: () => remove(file, mine) };
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = await readHolder(file);
    if (!holder) continue; // released or stale: try again
    if (Date.now() >= end) return { holder };
    if (!told) onWait?.(holder);
    told = true;
  }
}

/** The living process that this file names, or undefined. */
export function livingProcess(file) {
  try {
    const said = JSON.parse(fs.readFileSync(file, "utf8"));
    const now = identify(said.pid);
    return now && now.started === said.started ? said : undefined;
  } catch {
    return undefined;
  }
}

/** Writes who we are into a file, for `livingProcess`. */
export function signFile(file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, JSON.stringify(identify(process.pid)));
}

async function readHolder(file) {
  const text = read(file);
  if (text === undefined) return undefined;
  // The holder may be between making the file and writing into it.
  if (text === "") await sleep(300);
  if (read(file) !== text) return undefined;
  const holder = livingProcess(file);
  if (!holder) remove(file, text);
  return holder;
}

/** Removes the file only if it still says what we think: between reading and removing, another may have taken it. */
function remove(file, text) {
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
    if (read(aside) !== text) fs.linkSync(aside, file);
    fs.rmSync(aside, { force: true });
  } catch {
    fs.rmSync(aside, { force: true });
  }
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** A process by its number and the moment it started, because numbers are used again. */
function identify(pid) {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== "EPERM") return undefined;
  }
  return { pid, started: startOf(pid) };
}

function startOf(pid) {
  try {
    if (process.platform === "linux") {
      // Field 22, counted after the name, which is in brackets and may contain anything. Clock ticks since boot.
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
      return `${fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()} ${ticks}`;
    }
    if (process.platform !== "win32")
      return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    // No such information here: the number alone must do.
  }
  return "";
}
