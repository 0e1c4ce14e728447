import { uuidMs } from "../internal/uuid-time";
import { entryOf, type TileId, tileKey, tileWidth } from "./tile";
import { addLeaf, type Growing } from "./tree";

/** What the sealer reads of an event; never its body. `xid` and `seq` are decimals. */
export type Leaf = { id: string; leaf: Buffer; xid: string; seq: string; typeNo: number; outcome: number };

/** A tenant's tree as its row says it. */
export type Head = Growing & { tenantNo: number; origin: string; epoch: number; lastXid: string; lastSeq: string };

/** What a tile gains. A tile of level 0 also knows its events, and where its first one stands in the order of sealing. */
export type TileGain = TileId & {
  widthBefore: number;
  hashes: Buffer[];
  ids: string[];
  first: { epoch: number; xid: string; seq: string } | undefined;
};

export type HourCount = { hourMs: number; typeNo: number; outcome: number; n: number };

/** A tree after some leaves were added, and everything that has to be written with it. */
export type Grown = { before: number; head: Head; tiles: TileGain[]; hours: HourCount[] };

const hourMs = 3_600_000;

/** Adds leaves to a tree, in order. `head` is left as it was. */
export function growTree(head: Head, epoch: number, leaves: readonly Leaf[]): Grown {
  const tree: Growing = { size: head.size, range: [...head.range] };
  const tiles = new Map<string, TileGain>();
  const hours = new Map<string, HourCount>();
  let last: Leaf | undefined;
  for (const event of leaves) {
    addLeaf(tree, event.leaf, (node, root) => {
      const entry = entryOf(node);
      if (!entry) return;
      const { level, n, place } = entry;
      const key = tileKey(entry);
      let tile = tiles.get(key);
      if (!tile) {
        tile = { level, n, widthBefore: place, hashes: [], ids: [], first: undefined };
        tiles.set(key, tile);
      }
      tile.hashes.push(root);
      if (level > 0) return;
      tile.ids.push(event.id);
      if (place === 0) tile.first = { epoch, xid: event.xid, seq: event.seq };
    });
    countIn(hours, event);
    last = event;
  }
  const grown = { ...head, ...tree, epoch, lastXid: last?.xid ?? head.lastXid, lastSeq: last?.seq ?? head.lastSeq };
  return { before: head.size, head: grown, tiles: [...tiles.values()], hours: [...hours.values()] };
}

function countIn(hours: Map<string, HourCount>, { id, typeNo, outcome }: Leaf): void {
  const hour = Math.floor(uuidMs(id) / hourMs);
  const key = `${hour} ${typeNo} ${outcome}`;
  const met = hours.get(key);
  if (met) met.n += 1;
  else hours.set(key, { hourMs: hour * hourMs, typeNo, outcome, n: 1 });
}

/** How many entries a tile has when what it gained is in it. */
export const widthAfter = (tile: TileGain): number => Math.min(tileWidth, tile.widthBefore + tile.hashes.length);
