import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { conflict } from "@/lib/kernel/errors";
import { type TileId, tileKey, tileOf } from "./tile";
import { foldRight, hashNode, inclusionPlan, type NodeId } from "./tree";

/** Tiles that are remembered: 32 KB each. */
const knownMax = 500;

/**
 * The paths of many leaves to the root of one tree (RFC 6962 §2.1.1). A tile is fetched and hashed once, for all leaves that need
 * it: alone, a leaf's path would take as many hashes as all paths of its tile together.
 */
export class InclusionPaths {
  readonly #size: number;
  /** The hashes of each height within a tile, hexadecimal, one behind the other. */
  readonly #tiles = new Map<string, readonly string[]>();
  /** What is no perfect subtree reaches to the end of the tree: its hash, by the leaf that it begins with. */
  readonly #ends = new Map<number, string>();

  /** `size`: how many leaves the tree had when its root was signed. */
  constructor(size: number) {
    this.#size = size;
  }

  /** The path of each of these leaves from its neighbour up, hexadecimal, with the tiles that are there. Within the tenant. */
  async of(sql: PoolClient, tenantNo: number, indexes: readonly number[]): Promise<string[][]> {
    const plans = indexes.map((index) => inclusionPlan(index, this.#size));
    await this.#fetch(sql, tenantNo, plans);
    const paths = plans.map((plan) => plan.map((nodes) => this.#hashOf(nodes)));
    for (const key of this.#tiles.keys()) {
      if (this.#tiles.size <= knownMax) break;
      this.#tiles.delete(key);
    }
    return paths;
  }

  async #fetch(sql: PoolClient, tenantNo: number, plans: readonly (readonly (readonly NodeId[])[])[]): Promise<void> {
    const wanted = new Map<string, TileId>();
    for (const plan of plans)
      for (const nodes of plan) {
        if (nodes.length > 1 && this.#ends.has(beginOf(nodes))) continue;
        for (const node of nodes) {
          const { level, n } = tileOf(node);
          const key = tileKey({ level, n });
          if (!this.#tiles.has(key)) wanted.set(key, { level, n });
        }
      }
    if (wanted.size === 0) return;
    const ids = [...wanted.values()];
    const { rows } = await sql.query<{ level: number; n: string; hashes: Buffer }>(
      `SELECT t.level, t.n::text, t.hashes FROM unnest($2::smallint[], $3::bigint[]) AS wanted(level, n)
       JOIN audit.tile t ON t.tenant_no = $1 AND t.level = wanted.level AND t.n = wanted.n`,
      [tenantNo, ids.map(({ level }) => level), ids.map(({ n }) => n)],
    );
    for (const { level, n, hashes } of rows) this.#tiles.set(tileKey({ level, n: Number(n) }), heightsOf(hashes));
  }

  #hashOf(nodes: readonly NodeId[]): string {
    const [only] = nodes;
    if (only !== undefined && nodes.length === 1) return this.#nodeHash(only);
    const begin = beginOf(nodes);
    let end = this.#ends.get(begin);
    if (end === undefined) {
      end = foldRight(nodes.map((node) => Buffer.from(this.#nodeHash(node), "hex")))?.toString("hex") ?? "";
      this.#ends.set(begin, end);
    }
    return end;
  }

  #nodeHash(node: NodeId): string {
    const { level, n, begin, end } = tileOf(node);
    const width = end - begin;
    const at = (begin / width) * hexLength;
    const hash = this.#tiles.get(tileKey({ level, n }))?.[Math.log2(width)]?.slice(at, at + hexLength);
    if (hash?.length !== hexLength) throw conflict("The log's tree is not whole any more: verify the log.");
    return hash;
  }
}

/** Of one hash. */
const hexLength = 64;

/** Every perfect subtree within a tile, from its entries to its halves. */
function heightsOf(entries: Buffer): string[] {
  const heights: string[] = [];
  for (let row = entries; ; row = above(row)) {
    heights.push(row.toString("hex"));
    if (row.length < 64 || heights.length === 8) return heights;
  }
}

function above(row: Buffer): Buffer {
  const next = Buffer.allocUnsafe(Math.floor(row.length / 64) * 32);
  for (let at = 0; at < next.length; at += 32)
    next.set(hashNode(row.subarray(at * 2, at * 2 + 32), row.subarray(at * 2 + 32, at * 2 + 64)), at);
  return next;
}

/** The leaf that a stretch of subtrees begins with. */
const beginOf = ([first]: readonly NodeId[]): number => (first ? first.index * 2 ** first.height : -1);
