import "server-only";
import { createHmac, timingSafeEqual } from "node:crypto";
import type { Ctx } from "@/lib/kernel/ctx";
import { HouseError } from "@/lib/kernel/errors";
import { keyFor } from "@/lib/kernel/keys";
import { type AuditSearch, toSearchParams } from "../search";
import { ownHuman } from "./own-events";

/** What a cursor is bound to: used with another tenant, another search or by another human it would silently skip or repeat rows. */
export function searchFingerprint(ctx: Ctx, search: AuditSearch): string {
  const { cursor: _, limit: __, from: ___, to: ____, ...filters } = search;
  const own = ownHuman(ctx);
  return `${ctx.tenant.no}${own === undefined ? "" : `/${own}`}?${toSearchParams(filters)}`;
}

const mac = (text: string) => createHmac("sha256", keyFor("cursor")).update(text).digest().subarray(0, 12);

/** A place in the log behind the event `uuid`. */
export const toCursor = (uuid: string, fingerprint: string): string =>
  `${uuid.replaceAll("-", "")}${mac(`${uuid}|${fingerprint}`).toString("hex")}`;

/** The UUID that a cursor stands behind. Throws `invalid` for a cursor of another query. */
export function readCursor(cursor: string, fingerprint: string): string {
  if (!/^[0-9a-f]{56}$/.test(cursor)) throw refused();
  const hex = cursor.slice(0, 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  if (!timingSafeEqual(mac(`${uuid}|${fingerprint}`), Buffer.from(cursor.slice(32), "hex"))) throw refused();
  return uuid;
}

/** A place in the order of sealing: `index` events of the tenant lie before it. */
export const toLedgerCursor = (index: number, fingerprint: string): string =>
  `${index.toString(36)}.${mac(`ledger/${index}|${fingerprint}`).toString("hex")}`;

export function readLedgerCursor(cursor: string, fingerprint: string): number {
  const [place = "", proof = ""] = cursor.split(".");
  const index = Number.parseInt(place, 36);
  if (!/^[0-9a-z]{1,11}$/.test(place) || !/^[0-9a-f]{24}$/.test(proof) || !Number.isSafeInteger(index)) throw refused();
  if (!timingSafeEqual(mac(`ledger/${index}|${fingerprint}`), Buffer.from(proof, "hex"))) throw refused();
  return index;
}

const refused = () =>
  new HouseError("invalid", "This cursor belongs to another query. Start again without it.", {
    issues: [{ path: "cursor", message: "belongs to another query" }],
  });
