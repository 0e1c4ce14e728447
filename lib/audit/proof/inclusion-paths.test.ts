import { expect, test } from "@playwright/test";
import type { PoolClient } from "@/lib/db/pool";
import { InclusionPaths } from "./inclusion-paths";
import { entryOf, tileKey } from "./tile";
import { addLeaf, type Growing, hashLeaf, rootFromPath, rootOf } from "./tree";

/** A tree with its tiles, and a database that has nothing else. */
function grow(size: number) {
  const tree: Growing = { size: 0, range: [] };
  const tiles = new Map<string, Buffer[]>();
  const leaves = Array.from({ length: size }, (_, i) => hashLeaf(Buffer.from(String(i))));
  for (const leaf of leaves)
    addLeaf(tree, leaf, (node, root) => {
      const entry = entryOf(node);
      if (!entry) return;
      const tile = tiles.get(tileKey(entry));
      if (tile) tile.push(root);
      else tiles.set(tileKey(entry), [root]);
    });
  const asked: string[] = [];
  const query = async (_: string, [, levels, ns]: [number, number[], number[]]) => ({
    rows: levels.flatMap((level, i) => {
      const n = ns[i] ?? -1;
      asked.push(tileKey({ level, n }));
      const hashes = tiles.get(tileKey({ level, n }));
      return hashes ? [{ level, n: String(n), hashes: Buffer.concat(hashes) }] : [];
    }),
  });
  const sql = { query } as unknown as PoolClient; // safe because paths only ask for tiles
  return { root: rootOf(tree), leaves, tiles, sql, asked };
}

test("the paths of many leaves lead to the root, and each tile is fetched once", async () => {
  for (const size of [1, 2, 3, 7, 255, 256, 257, 300, 512, 1_000]) {
    const { root, leaves, sql, asked } = grow(size);
    const paths = new InclusionPaths(size);
    const indexes = leaves.map((_, i) => i);
    // In an order that is nobody's, in two portions.
    const mixed = indexes.toSorted((a, b) => ((a * 7919) % size) - ((b * 7919) % size));
    for (const part of [mixed.slice(0, size / 2), mixed.slice(size / 2)])
      for (const [i, path] of (await paths.of(sql, 1, part)).entries()) {
        const index = part[i] ?? -1;
        const hashes = path.map((hash) => Buffer.from(hash, "hex"));
        expect(rootFromPath(leaves[index] ?? root, index, size, hashes), `${index} of ${size}`).toEqual(root);
      }
    expect(new Set(asked).size).toBe(asked.length);
  }
});

test("a tree of three levels of tiles, and one that has grown since it was signed", async () => {
  const { root, leaves, sql } = grow(65_536 + 700);
  const own = new InclusionPaths(leaves.length);
  const some = [0, 1, 255, 256, 40_000, 65_535, 65_536, 65_800, leaves.length - 1];
  for (const [i, path] of (await own.of(sql, 1, some)).entries())
    expect(
      rootFromPath(
        leaves[some[i] ?? 0] ?? root,
        some[i] ?? -1,
        leaves.length,
        path.map((hash) => Buffer.from(hash, "hex")),
      ),
    ).toEqual(root);
  const older = grow(500);
  const [path = []] = await new InclusionPaths(500).of(sql, 1, [300]);
  expect(
    rootFromPath(
      leaves[300] ?? root,
      300,
      500,
      path.map((hash) => Buffer.from(hash, "hex")),
    ),
  ).toEqual(older.root);
});

test("a tree that has lost a tile gives no path", async () => {
  const { sql, tiles } = grow(600);
  tiles.delete("0/1");
  await expect(new InclusionPaths(600).of(sql, 1, [300])).rejects.toMatchObject({ code: "conflict" });
});
