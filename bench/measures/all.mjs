/** Every measure, in the order of the report. */
import { closed } from "./closed.mjs";
import { idle } from "./idle.mjs";
import { large } from "./large.mjs";
import { list } from "./list.mjs";
import { memory } from "./memory.mjs";
import { echo, sleep } from "./one-caller.mjs";
import { open60, open300 } from "./open.mjs";
import { progress } from "./progress.mjs";

/** Memory first: later, a heap that has grown for large results would hide what sessions take. */
const measures = [idle, closed, echo, sleep, open60, open300, list, large, progress, memory];

export const measureNames = [...new Set(measures.map(({ name }) => name))];

/** @param {string[] | undefined} only names, or everything that does not have to be asked for */
export function chooseMeasures(only) {
  return measures.filter(({ name, optional }) => (only ? only.includes(name) : !optional));
}
