import assert from "node:assert/strict";
import { test } from "@playwright/test";
import fc from "fast-check";
import { entryOf, hashesOf, rootOfEntries, tileKey, tileOf, tileWidth, widthsOf } from "./tile";
import {
  addLeaf,
  consistencyPlan,
  emptyRoot,
  type Growing,
  hashLeaf,
  hashNode,
  inclusionPlan,
  isConsistent,
  rangeLength,
  rootFromPath,
  rootOf,
} from "./tree";

/** The leaves and roots that implementations of Certificate Transparency are tested with. */
const leaves = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const roots = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

/** The definition, word by word. */
function naiveRoot(hashes: readonly Buffer[]): Buffer {
  const [first] = hashes;
  if (!first) return emptyRoot;
  if (hashes.length === 1) return first;
  let k = 1;
  while (k * 2 < hashes.length) k *= 2;
  return hashNode(naiveRoot(hashes.slice(0, k)), naiveRoot(hashes.slice(k)));
}

const some = (n: number): Buffer[] => Array.from({ length: n }, (_, i) => hashLeaf(Buffer.from(`leaf ${i}`)));

function grown(hashes: readonly Buffer[]): { tree: Growing; tiles: Map<string, Buffer> } {
  const tree: Growing = { size: 0, range: [] };
  const tiles = new Map<string, Buffer>();
  for (const leaf of hashes)
    addLeaf(tree, leaf, (node, root) => {
      const entry = entryOf(node);
      if (!entry) return;
      const before = tiles.get(tileKey(entry)) ?? Buffer.alloc(0);
      assert.equal(before.length, entry.place * 32);
      tiles.set(tileKey(entry), Buffer.concat([before, root]));
    });
  return { tree, tiles };
}

test("roots are those of the reference implementations of RFC 6962", () => {
  const hashes = leaves.map((hex) => hashLeaf(Buffer.from(hex, "hex")));
  for (const [size, root] of roots.entries()) {
    assert.equal(naiveRoot(hashes.slice(0, size)).toString("hex"), root);
    assert.equal(rootOf(grown(hashes.slice(0, size)).tree).toString("hex"), root);
  }
  // From the same tests: the paths of the first leaf in eight and of the third in five, and from three leaves to seven.
  const path = (index: number, size: number) =>
    hashesOf(inclusionPlan(index, size), grown(hashes.slice(0, size)).tiles);
  assert.deepEqual(
    path(0, 8).map((h) => h.toString("hex")),
    [
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
  );
  assert.equal(path(2, 5).length, 3);
});

test("growing a tree leaf by leaf gives the root of the definition, and its tiles give every proof", () => {
  const all = some(1_100);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: all.length }), fc.nat(), fc.nat(), (size, a, b) => {
      const hashes = all.slice(0, size);
      const { tree, tiles } = grown(hashes);
      const root = rootOf(tree);
      assert.ok(root.equals(naiveRoot(hashes)));
      assert.equal(tree.range.length, rangeLength(size));
      const index = a % size;
      const leaf = hashes[index] ?? emptyRoot;
      const path = hashesOf(inclusionPlan(index, size), tiles);
      assert.ok(rootFromPath(leaf, index, size, path)?.equals(root));
      // Nothing else is proved by it.
      assert.ok(!rootFromPath(hashLeaf(leaf), index, size, path)?.equals(root));
      if (size > 1) {
        const other = (index + 1 + (b % (size - 1))) % size;
        assert.ok(!rootFromPath(leaf, other, size, path)?.equals(root));
        assert.ok(!rootFromPath(leaf, index, size, path.slice(1))?.equals(root));
      }
      const oldSize = 1 + (b % size);
      const old = { size: oldSize, root: naiveRoot(all.slice(0, oldSize)) };
      const between = hashesOf(consistencyPlan(oldSize, size), tiles);
      assert.ok(isConsistent(old, { size, root }, between));
      assert.ok(!isConsistent({ ...old, root: hashLeaf(old.root) }, { size, root }, between));
      assert.ok(!isConsistent(old, { size, root: hashLeaf(root) }, between));
      if (between.length > 0) assert.ok(!isConsistent(old, { size, root }, between.slice(1)));
    }),
    { numRuns: 60 },
  );
});

test("tiles of a level are the roots of the full tiles below, and the widths of a tree say how many there are", () => {
  const hashes = some(tileWidth * 3 + 17);
  const { tiles } = grown(hashes);
  for (let n = 0; n < 3; n += 1) {
    const below = tiles.get(tileKey({ level: 0, n })) ?? Buffer.alloc(0);
    assert.equal(below.length, tileWidth * 32);
    const above = tiles.get("1/0") ?? Buffer.alloc(0);
    assert.ok(rootOfEntries(below, 0, tileWidth).equals(above.subarray(n * 32, n * 32 + 32)));
  }
  assert.deepEqual(widthsOf(hashes.length), [
    { level: 0, full: 3, rest: 17 },
    { level: 1, full: 0, rest: 3 },
  ]);
  assert.deepEqual(widthsOf(65_536), [
    { level: 0, full: 256, rest: 0 },
    { level: 1, full: 1, rest: 0 },
    { level: 2, full: 0, rest: 1 },
  ]);
  assert.deepEqual(tileOf({ height: 9, index: 3 }), { level: 1, n: 0, begin: 6, end: 8 });
});

test("sizes beyond 32 bits are numbers like others", () => {
  const size = 2 ** 40 + 5;
  assert.equal(rangeLength(size), 3);
  assert.equal(inclusionPlan(2 ** 40 + 4, size).length, 2);
  assert.equal(inclusionPlan(0, size).length, 41);
  assert.equal(tileOf({ height: 40, index: 0 }).level, 5);
});
