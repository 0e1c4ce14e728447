import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import { tileWidth } from "../tile";
import { checkRow, type EventFacts, factColumns } from "./check-row";
import { found, type Problems } from "./problem";
import { idAt, isAfter, type ScannedTile } from "./scan-tiles";
import type { Position, Scope } from "./scope";

/** An event that is missing, or a row that does not fit its tile: decided when more is known. */
export type Open =
  | { what: "gone"; index: number; uuid: string }
  | { what: "either"; index: number; uuid: string; text: string; n: number };

/** How many open questions are kept; beyond, they are decided without knowing more. */
const openMax = 100_000;

export type LeavesState = { rows: number; last: Position | undefined; open: Open[] };

/** Compares the events of one tile with the hashes that were sealed for them, and their order with the order of sealing. */
export async function checkLeaves(
  scope: Scope,
  tile: ScannedTile,
  state: LeavesState,
  problems: Problems,
): Promise<void> {
  const first = tile.n * tileWidth;
  const width = Math.min(tileWidth, scope.size - first);
  const at = (place: number) => ({ index: first + place - 1, uuid: idAt(tile, place) });
  const keep = (open: Open) => void (state.open.length < openMax && state.open.push(open));

  state.rows += width - tile.gone.length;
  for (const place of tile.gone) {
    const { index, uuid = "" } = at(place);
    keep({ what: "gone", index, uuid });
  }
  for (const place of tile.disordered)
    found(problems, "reordered", "This event stands before the one that was sealed before it.", at(place));
  if (tile.first && state.last && !isAfter(tile.first, state.last))
    found(problems, "reordered", "This event stands before the one that was sealed before it.", { index: first });
  if (tile.last && isAfter(tile.last, scope.through))
    found(problems, "reordered", "This event is sealed, and stands among those that are not sealed yet.", {
      index: first + width - 1,
    });
  if (tile.first && !tile.gone.includes(1) && (isAfter(tile.first, tile.claimed) || isAfter(tile.claimed, tile.first)))
    found(problems, "reordered", "The tile that begins here was sealed at another place in the order.", at(1));
  state.last = tile.last ?? state.last;

  for (const place of await failing(scope, tile, differing(tile, width))) {
    const { index, uuid = "" } = at(place.place);
    for (const { kind, text, open } of place.faults)
      if (open) keep({ what: "either", index, uuid, text, n: tile.n });
      else found(problems, kind, text, { index, uuid });
  }
}

/** Places that have to be looked at: suspect ones, and those whose row has another hash than the tile. */
function differing({ hashes, leaves, suspect, gone }: ScannedTile, width: number): number[] {
  if (suspect.length === 0 && gone.length === 0 && hashes.subarray(0, width * 32).equals(leaves)) return [];
  const places = new Set(suspect);
  const missing = new Set(gone);
  for (let place = 1; place <= width; place += 1) {
    const bytes = [(place - 1) * 32, place * 32] as const;
    if (!missing.has(place) && !hashes.subarray(...bytes).equals(leaves.subarray(...bytes))) places.add(place);
  }
  return [...places].sort((a, b) => a - b);
}

async function failing(scope: Scope, tile: ScannedTile, places: readonly number[]) {
  if (places.length === 0) return [];
  const ids = places.map((place) => idAt(tile, place) ?? "");
  const rows = await withinTenant(scope.tenantNo, async (sql) => {
    const { rows } = await sql.query<EventFacts>(
      `SELECT ${factColumns} FROM audit.event e WHERE e.tenant_no = $1 AND e.id = ANY($2::uuid[])`,
      [scope.tenantNo, ids],
    );
    return new Map(rows.map((row) => [row.id, row]));
  });
  return places.flatMap((place, i) => {
    const row = rows.get(ids[i] ?? "");
    const sealed = tile.hashes.subarray((place - 1) * 32, place * 32);
    return row ? [{ place, faults: checkRow(row, sealed, scope) }] : [];
  });
}

type Cut = { below: number; beforeId: string };

/** What retention has removed, as it stands now: it may have gone on while the log was read. */
export async function readCuts(tenantNo: number): Promise<Cut[]> {
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ below: string; before_id: string }>(
      "SELECT below_index::text AS below, before_id FROM audit.cut WHERE tenant_no = $1",
      [tenantNo],
    );
    return rows.map(({ below, before_id: beforeId }) => ({ below: Number(below), beforeId }));
  });
}

/** Decides what was left open. `tileFits`: whether a tile is what the signed tree was built from, where that is known. */
export function decideOpen(
  open: readonly Open[],
  cuts: readonly Cut[],
  tileFits: (n: number) => boolean,
  problems: Problems,
): void {
  for (const one of open) {
    if (one.what === "gone") {
      // UUIDs of version 7 sort by time as texts do.
      if (cuts.some(({ below, beforeId }) => one.index < below && one.uuid < beforeId)) continue;
      found(problems, "deleted", "This event was sealed and is gone, and retention has not removed it.", one);
    } else if (tileFits(one.n)) found(problems, "content", one.text, one);
    else found(problems, "tile", "The sealed hash of this event was changed in the tree's tiles.", one);
  }
}
