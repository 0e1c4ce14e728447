import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { withinTenant } from "@/lib/db/within-tenant";
import { isSignedBy, readCheckpoint } from "../note";
import { entryOf, rootOfEntries, tileKey, tileWidth, widthsOf } from "../tile";
import { addLeaf, addSubtree, type Growing, type NodeId, rangeLength, rootOf } from "../tree";
import { found, type Problems } from "./problem";
import type { Scope } from "./scope";

/** A checkpoint that the tree has to fit, and where it was found. */
export type Claim = { size: number; root: Buffer; where: string; outside: boolean };

/** The tree as its leaves make it, while they are read. */
export type TreeState = Growing & {
  /** What the tiles above the leaves must hold. */
  above: Map<string, Buffer[]>;
  /** Sizes that something is claimed of, the smallest first. */
  claims: Claim[];
  next: number;
  /** The largest size of which a claim held; and of which one from outside the database did. */
  held: number;
  heldOutside: number;
  /** Whether a tile of leaves was missing: then there is no tree to speak of. */
  broken: boolean;
};

export const newTree = (claims: readonly Claim[]): TreeState => ({
  ...{ size: 0, range: [], above: new Map(), next: 0, held: 0, heldOutside: 0, broken: false },
  claims: claims.filter(({ size }) => size > 0).sort((a, b) => a.size - b.size),
});

/** Adds the hashes of a tile of leaves, and compares the root with what is claimed of every size on the way. */
export function addTile(tree: TreeState, hashes: Buffer, width: number, problems: Problems): void {
  const completed = (node: NodeId, root: Buffer) => {
    const entry = entryOf(node);
    if (!entry || entry.level === 0) return;
    const key = tileKey(entry);
    const entries = tree.above.get(key);
    if (entries) entries.push(root);
    else tree.above.set(key, [root]);
  };
  // Leaf by leaf only where something is claimed of a size in between.
  const nextClaim = tree.claims[tree.next]?.size ?? Number.POSITIVE_INFINITY;
  if (width === tileWidth && nextClaim >= tree.size + tileWidth) {
    addSubtree(tree, 8, rootOfTile(hashes), completed);
    compareClaims(tree, problems);
  } else
    for (let place = 0; place < width; place += 1) {
      addLeaf(tree, hashes.subarray(place * 32, place * 32 + 32), completed);
      compareClaims(tree, problems);
    }
}

function compareClaims(tree: TreeState, problems: Problems): void {
  for (let claim = tree.claims[tree.next]; claim?.size === tree.size; claim = tree.claims[++tree.next]) {
    if (rootOf(tree).equals(claim.root)) {
      tree.held = claim.size;
      if (claim.outside) tree.heldOutside = claim.size;
      continue;
    }
    const from = claim.outside ? tree.heldOutside : tree.held;
    found(
      problems,
      "checkpoint",
      `${claim.where} of ${claim.size} events does not fit the log: something among the events ${from} to ${claim.size - 1} was changed after it was signed.`,
      { index: from },
    );
  }
}

/** Claims that the log is too short for, and a head that does not fit. */
export function checkHead(scope: Scope, tree: TreeState, problems: Problems): void {
  for (const claim of tree.claims.slice(tree.next)) {
    // Without its tiles nothing can be said of what lies behind the gap.
    if (claim.size <= scope.size) continue;
    found(
      problems,
      "rolled_back",
      `${claim.where} says that the log had ${claim.size} events. It has ${scope.size}: it was rolled back, or its end was cut off.`,
      { index: scope.size },
    );
  }
  const newest = scope.checkpoints.at(-1);
  if (scope.size > 0 && newest?.size !== scope.size)
    found(
      problems,
      "head",
      `The head of the tree says ${scope.size} events, the newest checkpoint ${newest?.size ?? 0}.`,
    );
  if (tree.broken) return;
  const fits = scope.range.length === rangeLength(scope.size) && scope.range.every((h, i) => tree.range[i]?.equals(h));
  if (!fits) found(problems, "head", "The head of the tree does not fit its tiles.");
}

/** Compares every tile above the leaves with what the leaves make of it. Gives the numbers of leaf tiles that do not fit. */
export async function checkTilesAbove(scope: Scope, tree: TreeState, problems: Problems): Promise<Set<number>> {
  const unfit = new Set<number>();
  if (tree.broken) return unfit;
  await withinTenant(scope.tenantNo, async (sql) => {
    for (const { level, full, rest } of widthsOf(scope.size).slice(1))
      for (let n = 0; n < full + (rest > 0 ? 1 : 0); n += 1) {
        const stored = await readTile(sql, scope.tenantNo, level, n);
        const entries = tree.above.get(tileKey({ level, n })) ?? [];
        const wrong = entries.flatMap((root, i) => (stored?.subarray(i * 32, i * 32 + 32).equals(root) ? [] : [i]));
        if (level === 1) for (const i of wrong) unfit.add(n * tileWidth + i);
        if (wrong.length > 0) {
          const covered = tileWidth ** level;
          const [first = 0] = wrong;
          const begin = (n * tileWidth + first) * covered;
          found(
            problems,
            "tile",
            `Tile ${level}/${n} does not fit the tiles below: it, or a hash of the events ${begin} to ${begin + covered - 1}, was changed.`,
            { index: begin },
          );
        }
      }
  });
  return unfit;
}

async function readTile(sql: PoolClient, tenantNo: number, level: number, n: number): Promise<Buffer | undefined> {
  const { rows } = await sql.query<{ hashes: Buffer }>(
    "SELECT hashes FROM audit.tile WHERE tenant_no = $1 AND level = $2 AND n = $3",
    [tenantNo, level, n],
  );
  return rows[0]?.hashes;
}

/** The checkpoints of the database, compared with themselves and with the keys of this installation. */
export function checkStoredCheckpoints(scope: Scope, problems: Problems): Claim[] {
  return scope.checkpoints.flatMap(({ size, root, note }) => {
    const says = readCheckpoint(note);
    if (!says || says.origin !== scope.origin || says.size !== size || !says.root.equals(root)) {
      found(problems, "checkpoint", `The checkpoint of ${size} events says something else than its row.`, {
        index: size,
      });
      if (!says || says.origin !== scope.origin) return [];
    }
    if (!isSignedBy(note, says.origin, scope.keys))
      found(problems, "signature", `The checkpoint of ${size} events is not signed by a key of this installation.`, {
        index: size,
      });
    return [{ size: says.size, root: says.root, where: "The checkpoint", outside: false }];
  });
}

/** Checkpoints from outside the database, which it cannot have changed. */
export function checkOutsideNotes(
  scope: Scope,
  notes: readonly { note: string; where: string }[],
  problems: Problems,
): Claim[] {
  return notes.flatMap(({ note, where }) => {
    const says = readCheckpoint(note);
    if (!says) return [];
    // A log that has lost even its head may have been called anything.
    if (scope.origin !== undefined && says.origin !== scope.origin) {
      found(problems, "checkpoint", `${where} is of another log: ${says.origin}. This one is called ${scope.origin}.`);
      return [];
    }
    if (isSignedBy(note, says.origin, scope.keys)) return [{ size: says.size, root: says.root, where, outside: true }];
    found(problems, "signature", `${where} of ${says.size} events is not signed by a key of this installation.`, {
      index: says.size,
    });
    return [];
  });
}

const rootOfTile = (hashes: Buffer): Buffer => rootOfEntries(hashes, 0, tileWidth);
