import { hash } from "node:crypto";

/*
 * The Merkle tree of RFC 6962 §2.1: leaves and nodes are hashed with different first bytes, and a tree of any size has one shape.
 * Nothing here asks anybody: what a proof needs is named as perfect subtrees, and whoever calls fetches them.
 */

/** The root of a tree without leaves. */
export const emptyRoot: Buffer = hash("sha256", "", "buffer");

/** SHA-256(0x00 ‖ bytes). */
export const hashLeaf = (bytes: Uint8Array): Buffer =>
  hash("sha256", Buffer.concat([Buffer.from([0]), bytes]), "buffer");

const pair = Buffer.alloc(65, 1);

/** SHA-256(0x01 ‖ left ‖ right). */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  // One buffer for all: hashing is over before the next call can begin.
  pair.set(left, 1);
  pair.set(right, 33);
  return hash("sha256", pair, "buffer");
}

/** A perfect subtree: it covers the leaves from `index · 2^height` up to `(index + 1) · 2^height`. */
export type NodeId = { height: number; index: number };

/** A tree as it grows: how many leaves it has, and the roots of the perfect subtrees that they fill, from left to right. */
export type Growing = { size: number; range: Buffer[] };

/** Adds one leaf. `completed` hears of every perfect subtree that it completes, the leaf itself first. */
export function addLeaf(tree: Growing, leaf: Buffer, completed?: (node: NodeId, root: Buffer) => void): void {
  addSubtree(tree, 0, leaf, completed);
}

/** Adds `2^height` leaves by the root of their perfect subtree. The tree's size must be a multiple of that. */
export function addSubtree(
  tree: Growing,
  ofHeight: number,
  subtree: Buffer,
  completed?: (node: NodeId, root: Buffer) => void,
): void {
  let node = subtree;
  let index = tree.size / 2 ** ofHeight;
  let height = ofHeight;
  if (!Number.isInteger(index)) throw new RangeError("A subtree of this height cannot stand here.");
  completed?.({ height, index }, node);
  while (index % 2 === 1) {
    node = hashNode(takeLast(tree.range), node);
    index = (index - 1) / 2;
    height += 1;
    completed?.({ height, index }, node);
  }
  tree.range.push(node);
  tree.size += 2 ** ofHeight;
}

function takeLast(range: Buffer[]): Buffer {
  const last = range.pop();
  if (!last) throw new Error("The range of a tree does not fit its size.");
  return last;
}

/** The root of a tree. */
export const rootOf = ({ range }: Pick<Growing, "range">): Buffer => foldRight(range) ?? emptyRoot;

/** Subtrees side by side, each smaller than the one before, as one root. Undefined where there are none. */
export const foldRight = (roots: readonly Buffer[]): Buffer | undefined =>
  roots.reduceRight<Buffer | undefined>(
    (right, left) => (right === undefined ? left : hashNode(left, right)),
    undefined,
  );

/** How many roots the range of a tree of this size has: the ones in its binary form. */
export function rangeLength(size: number): number {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
}

/** The perfect subtrees that fill a stretch of leaves which begins where its largest one may begin. */
export function subtreesOf(begin: number, end: number): NodeId[] {
  const nodes: NodeId[] = [];
  for (let at = begin; at < end; ) {
    let height = 0;
    while (2 ** (height + 1) <= end - at) height += 1;
    nodes.push({ height, index: at / 2 ** height });
    at += 2 ** height;
  }
  return nodes;
}

/** The largest power of two below n. */
function split(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/**
 * What an inclusion proof consists of (RFC 6962 §2.1.1), from the leaf's neighbour up: each hash of the path as the perfect
 * subtrees it is folded from.
 */
export function inclusionPlan(index: number, size: number): NodeId[][] {
  if (!(index >= 0 && index < size)) throw new RangeError("The tree does not have this leaf.");
  const path: NodeId[][] = [];
  let begin = 0;
  let end = size;
  while (end - begin > 1) {
    const middle = begin + split(end - begin);
    if (index < middle) {
      path.push(subtreesOf(middle, end));
      end = middle;
    } else {
      path.push(subtreesOf(begin, middle));
      begin = middle;
    }
  }
  return path.reverse();
}

/** What a proof consists of that the tree of `size` leaves begins with the tree of `oldSize` leaves (RFC 6962 §2.1.2). */
export function consistencyPlan(oldSize: number, size: number): NodeId[][] {
  if (!(oldSize > 0 && oldSize <= size)) throw new RangeError("There is no proof between these sizes.");
  const path: NodeId[][] = [];
  let begin = 0;
  let end = size;
  let isWhole = true;
  while (oldSize < end) {
    const middle = begin + split(end - begin);
    if (oldSize <= middle) {
      path.push(subtreesOf(middle, end));
      end = middle;
    } else {
      path.push(subtreesOf(begin, middle));
      begin = middle;
      isWhole = false;
    }
  }
  if (!isWhole) path.push(subtreesOf(begin, end));
  return path.reverse();
}

/** The root that a leaf and its path lead to, or undefined where the path does not fit (RFC 9162 §2.1.3.2). */
export function rootFromPath(leaf: Buffer, index: number, size: number, path: readonly Buffer[]): Buffer | undefined {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size)) return undefined;
  let own = index;
  let last = size - 1;
  let root = leaf;
  for (const other of path) {
    if (last === 0) return undefined;
    if (own % 2 === 1 || own === last) {
      root = hashNode(other, root);
      while (own % 2 === 0 && own !== 0) {
        own /= 2;
        last = Math.floor(last / 2);
      }
    } else root = hashNode(root, other);
    own = Math.floor(own / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 ? root : undefined;
}

/** Whether a path proves that the tree with the new root begins with the tree with the old one (RFC 9162 §2.1.4.2). */
export function isConsistent(
  old: { size: number; root: Buffer },
  now: { size: number; root: Buffer },
  path: readonly Buffer[],
): boolean {
  if (old.size > now.size) return false;
  if (old.size === now.size) return path.length === 0 && old.root.equals(now.root);
  if (old.size === 0) return path.length === 0 && old.root.equals(emptyRoot);
  const isPower = rangeLength(old.size) === 1;
  const [first, ...rest] = isPower ? [old.root, ...path] : path;
  if (!first) return false;
  let own = old.size - 1;
  let last = now.size - 1;
  while (own % 2 === 1) {
    own = Math.floor(own / 2);
    last = Math.floor(last / 2);
  }
  let oldRoot = first;
  let newRoot = first;
  for (const other of rest) {
    if (last === 0) return false;
    if (own % 2 === 1 || own === last) {
      oldRoot = hashNode(other, oldRoot);
      newRoot = hashNode(other, newRoot);
      while (own % 2 === 0 && own !== 0) {
        own /= 2;
        last = Math.floor(last / 2);
      }
    } else newRoot = hashNode(newRoot, other);
    own = Math.floor(own / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && oldRoot.equals(old.root) && newRoot.equals(now.root);
}
