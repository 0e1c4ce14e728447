/**
 * Which core does what. Pinned, the gateway has one core for itself, and generator and upstream share another: the
 * gateway's figures then depend least on how the kernel moves processes about. PostgreSQL may run anywhere.
 */
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import { Refusal } from "../../scripts/refusal.mjs";

/** The cores this process may use, which in a container need not be the first ones. */
export function allowedCpus() {
  if (!fs.existsSync("/proc/self/status")) return [];
  const list = /^Cpus_allowed_list:\s*(\S+)/m.exec(fs.readFileSync("/proc/self/status", "utf8"))?.[1] ?? "";
  return list.split(",").flatMap((range) => {
    const [first, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, index) => String(first + index));
  });
}

/**
 * @param {boolean | undefined} wanted undefined: pin when this machine can
 * @returns {{ gateway?: string, load?: string }} no cores: not pinned
 */
export function choosePinning(wanted) {
  if (wanted === false) return {};
  const [gateway, load] = allowedCpus();
  const possible = load !== undefined && spawnSync("taskset", ["--version"]).status === 0;
  if (!possible && wanted) throw new Refusal("--pin needs two cores and the program taskset.");
  return possible ? { gateway, load } : {};
}

/**
 * The command, kept to one core when one is given.
 *
 * @param {string | undefined} cpu
 * @param {string[]} command
 */
export function pinned(cpu, command) {
  return cpu === undefined ? command : ["taskset", "--cpu-list", cpu, ...command];
}
