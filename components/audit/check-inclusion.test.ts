import { expect, test } from "@playwright/test";
import { checkInclusion, type InclusionResult } from "./check-inclusion";

const sha256 = async (...parts: Uint8Array[]): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(parts.flatMap((part) => [...part]))));
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

const split = (n: number) => {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
};

/** The definitions of RFC 6962 §2.1, word by word. */
async function rootOf(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = leaves;
  if (!only || leaves.length === 1) return only ?? sha256();
  const k = split(leaves.length);
  return sha256(Uint8Array.of(1), await rootOf(leaves.slice(0, k)), await rootOf(leaves.slice(k)));
}
async function pathOf(index: number, leaves: readonly Uint8Array[]): Promise<Uint8Array[]> {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  return index < k
    ? [...(await pathOf(index, leaves.slice(0, k))), await rootOf(leaves.slice(k))]
    : [...(await pathOf(index - k, leaves.slice(k))), await rootOf(leaves.slice(0, k))];
}

test("the browser finds every leaf of every tree, and nothing that was changed", async () => {
  const envelopes = Array.from({ length: 13 }, (_, i) => `{"id":"é ${i}"}`);
  const hashed = await Promise.all(envelopes.map((e) => sha256(Uint8Array.of(0), new TextEncoder().encode(e))));
  const results: { wanted: InclusionResult; got: InclusionResult }[] = [];
  for (let size = 1; size <= envelopes.length; size += 1) {
    const leaves = hashed.slice(0, size);
    const root = hex(await rootOf(leaves));
    for (const [index, bytes] of leaves.entries()) {
      const leaf = hex(bytes);
      const envelope = envelopes[index] ?? "";
      const path = (await pathOf(index, leaves)).map(hex);
      const proof = { envelope, leaf, index, size, path, root };
      const tried = async (wanted: InclusionResult, change: Partial<typeof proof>) =>
        results.push({ wanted, got: await checkInclusion({ ...proof, ...change }) });
      await tried("included", {});
      await tried("other-content", { envelope: `${envelope} ` });
      await tried("other-tree", { root: hex(await sha256(bytes)) });
      await tried("other-tree", { path: [...path, leaf] });
      if (size > 1) await tried("other-tree", { index: (index + 1) % size });
      if (size > 1) await tried("other-tree", { path: path.slice(1) });
    }
  }
  expect(results.length).toBeGreaterThan(400);
  expect(results.filter(({ wanted, got }) => wanted !== got)).toEqual([]);
});
