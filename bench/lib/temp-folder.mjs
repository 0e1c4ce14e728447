/** The folder of a run: the database, the log files. It is gone when the run is over. */
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { undoLater } from "./cleanup.mjs";
import { isInMemory } from "./machine.mjs";

export function makeTempFolder() {
  const folder = fs.mkdtempSync(path.join(placeOnDisk(), "countersign-bench-"));
  // PostgreSQL does not run as root: started by root it is another user, who must be able to come in.
  fs.chmodSync(folder, 0o755);
  const remove = () => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  undoLater(remove, remove);
  return folder;
}

/** A durable commit must reach a disk to be worth measuring, so a folder in memory is only the last resort. */
function placeOnDisk() {
  const places = [os.tmpdir(), "/var/tmp"].filter((place) => fs.existsSync(place));
  return places.find((place) => !isInMemory(place)) ?? places[0];
}
