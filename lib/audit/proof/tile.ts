import { foldRight, hashNode, type NodeId } from "./tree";

/*
 * Trees are stored in tiles of 256 (C2SP tlog-tiles): tile `n` of level 0 holds leaves, and entry `i` of level `l` is the root of
 * the full tile `i` of level `l - 1`. A full tile never changes.
 */

export const tileWidth = 256;

/** Levels of a tile are eight levels of the tree. */
const tileHeight = 8;

export type TileId = { level: number; n: number };

/** The tile, and the entries in it, that a perfect subtree is computed from. */
export function tileOf({ height, index }: NodeId): TileId & { begin: number; end: number } {
  const level = Math.floor(height / tileHeight);
  const within = 2 ** (height % tileHeight);
  const first = index * within;
  const n = Math.floor(first / tileWidth);
  const begin = first - n * tileWidth;
  return { level, n, begin, end: begin + within };
}

/** The tile that a completed subtree is an entry of, and its place there; undefined for the heights in between. */
export function entryOf({ height, index }: NodeId): (TileId & { place: number }) | undefined {
  if (height % tileHeight !== 0) return undefined;
  return { level: height / tileHeight, n: Math.floor(index / tileWidth), place: index % tileWidth };
}

/** Every tile of a tree of this size with how many entries it has, the levels from the bottom up. */
export function widthsOf(size: number): { level: number; full: number; rest: number }[] {
  const levels: { level: number; full: number; rest: number }[] = [];
  for (let level = 0, entries = size; entries > 0; level += 1, entries = Math.floor(entries / tileWidth))
    levels.push({ level, full: Math.floor(entries / tileWidth), rest: entries % tileWidth });
  return levels;
}

/** The root of a stretch of entries whose number is a power of two. */
export function rootOfEntries(hashes: Buffer, begin: number, end: number): Buffer {
  let row = hashes.subarray(begin * 32, end * 32);
  if (end <= begin || row.length !== (end - begin) * 32) throw new Error("A tile is shorter than its tree needs.");
  while (row.length > 32) {
    const above = Buffer.allocUnsafe(row.length / 2);
    for (let at = 0; at < above.length; at += 32)
      above.set(hashNode(row.subarray(at * 2, at * 2 + 32), row.subarray(at * 2 + 32, at * 2 + 64)), at);
    row = above;
  }
  return row;
}

/** Computes the hashes of a plan out of its tiles. Throws where a tile is missing or too short. */
export function hashesOf(plan: readonly (readonly NodeId[])[], tiles: ReadonlyMap<string, Buffer>): Buffer[] {
  return plan.map((nodes) => {
    const folded = foldRight(
      nodes.map((node) => {
        const { level, n, begin, end } = tileOf(node);
        const hashes = tiles.get(tileKey({ level, n }));
        if (!hashes) throw new Error(`Tile ${level}/${n} is missing.`);
        return rootOfEntries(hashes, begin, end);
      }),
    );
    if (!folded) throw new Error("A part of a proof covers no leaf.");
    return folded;
  });
}

export const tileKey = ({ level, n }: TileId): string => `${level}/${n}`;
