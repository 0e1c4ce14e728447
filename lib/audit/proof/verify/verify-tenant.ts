import "server-only";
import { availableParallelism } from "node:os";
import { setImmediate as nextTurn } from "node:timers/promises";
import { keptCheckpoints } from "../outside-copy";
import { tileWidth } from "../tile";
import { rootOf } from "../tree";
import { checkErasedPayloads } from "./check-erased-payloads";
import { checkLeaves, decideOpen, type LeavesState, readCuts } from "./check-leaves";
import { checkMissingPayloads } from "./check-missing-payloads";
import { checkPayloads } from "./check-payloads";
import { checkInserted, checkPersonal, checkUnsealed } from "./check-rest";
import { addTile, checkHead, checkOutsideNotes, checkStoredCheckpoints, checkTilesAbove, newTree } from "./check-tree";
import { found, noProblems, type Problem, type Problems } from "./problem";
import { idAt, type ScannedTile, scanTiles, tilesAtOnce } from "./scan-tiles";
import { readScope, type Scope } from "./scope";

/** What verifying a tenant's log came to. */
export type Verification = {
  ok: boolean;
  /** Sealed events, and the root of their tree, hexadecimal. */
  size: number;
  root: string;
  /** When the newest checkpoint was signed (ISO 8601); null where there is none. */
  sealedThrough: string | null;
  /** Events that were not sealed when it began; bounded. */
  unsealed: number;
  /** Stored arguments and results that were opened and fit their events; null where that was left out. */
  payloads: number | null;
  /** The first ones; `problemCount` counts them all. */
  problems: Problem[];
  problemCount: number;
};

export type VerifyTenantOptions = {
  /** Checkpoints from outside the database. */
  notes?: readonly string[];
  /** Whether stored arguments and results are opened and compared. */
  payloads?: boolean;
};

/** Scans of the database that run side by side: what they cost is its CPU. */
const sideBySide = Math.min(4, Math.max(2, availableParallelism()));

/**
 * Verifies the whole log of a tenant: every event against the hash that was sealed for it, the tree against its checkpoints,
 * these against the keys of this installation and against checkpoints from outside the database: those in `notes`, and those
 * that this machine has kept; and what is stored of arguments and results against the events. Changes nothing. Of the log it keeps
 * one hash for 256 events in memory, and no more.
 */
export async function verifyTenant(
  tenantNo: number,
  { notes = [], payloads = true }: VerifyTenantOptions = {},
): Promise<Verification> {
  const problems = noProblems();
  const scope = await readScope(tenantNo);
  const kept = scope.origin === undefined ? [] : await keptCheckpoints(scope.origin);
  const outside = [
    ...notes.map((note) => ({ note, where: "The checkpoint that was given" })),
    ...kept.map((note) => ({ note, where: "The checkpoint that was kept outside the database" })),
  ];
  const tree = newTree([...checkStoredCheckpoints(scope, problems), ...checkOutsideNotes(scope, outside, problems)]);
  const leaves: LeavesState = { rows: 0, last: undefined, open: [] };
  let expected = 0;
  for await (const tile of tilesOf(scope)) {
    const width = Math.min(tileWidth, scope.size - tile.n * tileWidth);
    if (tile.n !== expected || tile.hashes.length < width * 32 || idAt(tile, width) === undefined) {
      found(problems, "tile", `The tile of the events ${expected * tileWidth} and following is missing or cut off.`, {
        index: expected * tileWidth,
      });
      tree.broken = true;
    }
    expected = tile.n + 1;
    if (!tree.broken) addTile(tree, tile.hashes, width, problems);
    await checkLeaves(scope, tile, leaves, problems);
  }
  if (expected * tileWidth < scope.size) {
    found(problems, "tile", `The tile of the events ${expected * tileWidth} and following is missing.`, {
      index: expected * tileWidth,
    });
    tree.broken = true;
  }
  const unfit = await checkTilesAbove(scope, tree, problems);
  checkHead(scope, tree, problems);
  const treeHolds = !tree.broken && tree.held === scope.size;
  decideOpen(leaves.open, await readCuts(tenantNo), (n) => treeHolds || (isFull(scope, n) && !unfit.has(n)), problems);
  const [unsealed, fitting] = await Promise.all([
    checkBeside(scope, tree.broken ? undefined : leaves.rows, problems),
    payloads ? checkStored(scope, problems) : null,
  ]);
  return {
    ok: problems.count === 0,
    size: scope.size,
    root: rootOf(tree).toString("hex"),
    sealedThrough: scope.checkpoints.at(-1)?.at.toISOString() ?? null,
    unsealed,
    payloads: fitting,
    problems: problems.kept,
    problemCount: problems.count,
  };
}

/**
 * Rows that are in no tile, and personal values. Gives how many are not sealed yet. `sealedRows` is undefined where tiles are
 * missing: without all of them nobody can say which rows are in none.
 */
async function checkBeside(scope: Scope, sealedRows: number | undefined, problems: Problems): Promise<number> {
  if (sealedRows !== undefined) await checkInserted(scope, sealedRows, problems);
  const unsealed = await checkUnsealed(scope, problems);
  await checkPersonal(scope, problems);
  return unsealed;
}

/** What is stored of arguments and results, held against what events say of it. */
async function checkStored(scope: Scope, problems: Problems): Promise<number> {
  const [fitting] = await Promise.all([checkPayloads(scope, problems), checkMissingPayloads(scope, problems)]);
  await checkErasedPayloads(scope, problems);
  return fitting;
}

const isFull = ({ size }: Scope, n: number): boolean => (n + 1) * tileWidth <= size;

/** The tiles of leaves in order, read some batches ahead. */
async function* tilesOf(scope: Scope): AsyncGenerator<ScannedTile> {
  const end = Math.ceil(scope.size / tileWidth);
  const ahead: Promise<ScannedTile[]>[] = [];
  let next = 0;
  for (;;) {
    while (ahead.length < sideBySide && next < end) {
      const batch = scanTiles(scope, next);
      // Awaited below, in order; until then a failure must not count as unhandled.
      batch.catch(() => {});
      ahead.push(batch);
      next += tilesAtOnce;
    }
    const batch = ahead.shift();
    if (!batch) return;
    yield* await batch;
    // Hashing a batch keeps the process busy for some milliseconds; others are let in.
    await nextTurn();
  }
}
