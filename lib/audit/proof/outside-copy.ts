import "server-only";
import { appendFile, mkdir, open, readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import type { Queryable } from "@/lib/db/pool";
import { env } from "@/lib/kernel/env";
import { readCheckpoint, readNotes } from "./note";

/*
 * Checkpoints outside the database: DATA_DIR/checkpoints/<tenant>.txt, one note after the other. Whoever rewrites the log in the
 * database, and even whoever restores all of it to an earlier day, does not change these. Only where DATA_DIR is there already:
 * a container without a volume has none, and its operator keeps checkpoints by the API.
 */

/** Beyond this a file becomes `<tenant>.1.txt`, in the place of the one before. About two years of hourly notes together. */
const fileMaxBytes = 2_000_000;

const folderIn = (dataDir: string): string => path.join(dataDir, "checkpoints");

/** The two files of a log, the older one first. The origin's last part is the tenant's slug of its first seal. */
function filesOf(origin: string, dataDir: string): [string, string] {
  const name = (origin.split("/").at(-1) ?? "").replaceAll(/[^A-Za-z0-9._-]/g, "_") || "_";
  return [path.join(folderIn(dataDir), `${name}.1.txt`), path.join(folderIn(dataDir), `${name}.txt`)];
}

/** Appends the newest checkpoint of every log that has one which is not in its file yet. Gives how many were written. */
export async function copyCheckpoints(sql: Queryable, dataDir = env().DATA_DIR): Promise<number> {
  if (!(await isFolder(dataDir))) return 0;
  await mkdir(folderIn(dataDir), { recursive: true });
  const { rows } = await sql.query<{ note: string }>(
    `SELECT c.note FROM audit.tree t CROSS JOIN LATERAL (
       SELECT note FROM audit.checkpoint WHERE tenant_no = t.tenant_no ORDER BY size DESC LIMIT 1) c`,
  );
  let written = 0;
  for (const { note } of rows) {
    const origin = readCheckpoint(note)?.origin;
    if (origin !== undefined && (await append(filesOf(origin, dataDir), note))) written += 1;
  }
  return written;
}

async function append([older, file]: [string, string], note: string): Promise<boolean> {
  if ((await endOf(file, Buffer.byteLength(note) + 1)) === `${note}\n`) return false;
  if (((await stat(file).catch(() => undefined))?.size ?? 0) > fileMaxBytes) await rename(file, older);
  await appendFile(file, `${note}\n`, { mode: 0o600 });
  return true;
}

async function endOf(file: string, bytes: number): Promise<string | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { size } = await handle.stat();
    const buffer = Buffer.alloc(Math.min(bytes, size));
    await handle.read(buffer, 0, buffer.length, size - buffer.length);
    return buffer.toString();
  } finally {
    await handle.close();
  }
}

const isFolder = async (name: string): Promise<boolean> =>
  (await stat(name).catch(() => undefined))?.isDirectory() === true;

/** The checkpoints of a log that this machine has kept, the oldest first; none where it has kept none. */
export async function keptCheckpoints(origin: string, dataDir = env().DATA_DIR): Promise<string[]> {
  const texts = await Promise.all(
    filesOf(origin, dataDir).map((file) => readFile(/* turbopackIgnore: true */ file, "utf8").catch(() => "")),
  );
  return texts.flatMap(readNotes).filter((note) => readCheckpoint(note)?.origin === origin);
}
