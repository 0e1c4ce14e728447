/** CPU time and memory of process trees, read from /proc. Without /proc, or without a process, a figure is NaN. */
import fs from "node:fs";

/** Ticks a second in a process's stat file: part of the kernel's interface, whatever its own clock does. */
const TICKS = 100;
const NOT_MEASURED = { cpuSeconds: Number.NaN, rssMiB: Number.NaN };

/**
 * CPU seconds (user and system) and resident memory of each group: the given processes with all their descendants.
 * A child that ended is still in its parent's account, so nothing is lost when a database backend exits in between.
 *
 * @template {string} Name
 * @param {Record<Name, number[]>} groups
 * @returns {Record<Name, { cpuSeconds: number, rssMiB: number }>}
 */
export function usageOf(groups) {
  const processes = readProcesses();
  return Object.fromEntries(Object.entries(groups).map(([name, roots]) => [name, sum(processes, roots)]));
}

/**
 * The parent of a process: how the postmaster is found behind a backend.
 *
 * @param {number} pid
 */
export function parentOf(pid) {
  return readProcess(pid)?.parent;
}

function sum(processes, roots) {
  if (processes.size === 0 || roots.length === 0) return NOT_MEASURED;
  const children = groupByParent(processes);
  const pids = [...roots];
  let ticks = 0;
  let rssKiB = 0;
  for (const pid of pids) {
    for (const child of children.get(pid) ?? []) pids.push(child.pid);
    const found = processes.get(pid);
    if (!found) continue;
    ticks += found.ticks;
    rssKiB += residentKiB(pid);
  }
  return { cpuSeconds: ticks / TICKS, rssMiB: rssKiB / 1024 };
}

function groupByParent(processes) {
  const children = new Map();
  for (const found of processes.values()) {
    const siblings = children.get(found.parent);
    if (siblings) siblings.push(found);
    else children.set(found.parent, [found]);
  }
  return children;
}

function readProcesses() {
  const processes = new Map();
  if (!fs.existsSync("/proc/self/stat")) return processes;
  for (const name of fs.readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const found = readProcess(Number(name));
    if (found) processes.set(found.pid, found);
  }
  return processes;
}

function readProcess(pid) {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name stands in brackets and may hold anything, brackets too; the fields are counted from the last one.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const [user, system, reapedUser, reapedSystem] = fields.slice(11, 15).map(Number);
  return { pid, parent: Number(fields[1]), ticks: user + system + reapedUser + reapedSystem };
}

function residentKiB(pid) {
  const status = readIfThere(`/proc/${pid}/status`) ?? "";
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
}

/** A process may end between being listed and being read. */
function readIfThere(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
