import "server-only";
import { createHmac } from "node:crypto";
import { LRUCache } from "lru-cache";
import { pool } from "@/lib/db/pool";
import { randomBytesOf } from "@/lib/kernel/random";
import type { Ref } from "../draft";
import { storableText } from "./storable";

/*
 * Small integers and commitments in the place of text. Entries are written on a connection of their own and at once:
 * were they part of the event's transaction, a rolled back one would leave numbers in these caches that mean nothing.
 */

export type DimKind = "agent" | "instance" | "human" | "resource" | "tool" | "policy" | "session" | "actor";

const dims = new LRUCache<string, number>({ max: 50_000 });
/** Keys and names that are on record for a number. */
const named = new LRUCache<string, true>({ max: 100_000 });
const types = new Map<string, number>();
const reasons = new Map<string, number>();
/** Not for ever: what was erased in another process is made anew when it is said again. */
const commitments = new LRUCache<string, string>({ max: 50_000, ttl: 60_000 });

/** What is being looked up, so that a hundred events that meet one new thing ask for it once. */
const underWay = new Map<string, Promise<unknown>>();
function together<T>(name: string, work: () => Promise<T>): Promise<T> {
  // safe because a name stands for one kind of work
  const begun = underWay.get(name) as Promise<T> | undefined;
  if (begun) return begun;
  const mine = work().finally(() => underWay.delete(name));
  underWay.set(name, mine);
  return mine;
}

/** Id of the one entry that everything unknown shares: what strangers ask for must not fill the dictionary. */
const strangers = "unknown";

/** Longest name that words are looked for in. */
const nameMax = 200;

const dimName = (tenantNo: number, kind: DimKind, extId: string) => `${tenantNo}\n${kind}\n${extId}`;
const valueName = (tenantNo: number, subject: string, value: string) => `${tenantNo}\n${subject}\n${value}`;
const isNamed = (no: number, name: string | null | undefined) => !name || named.has(`${no}\n${name}`);

/** The same once more by the very object that names it: producers that say the same of many events say it with the same objects. */
const numbers = new WeakMap<Ref, { tenantNo: number; kind: DimKind; name: string | null | undefined; no: number }>();

/** What this process has met before, without asking anybody. */
export const known = {
  dim(tenantNo: number, kind: DimKind, ref: Ref, name: string | null | undefined): number | undefined {
    const met = numbers.get(ref);
    if (met?.tenantNo === tenantNo && met.kind === kind && met.name === name) return met.no;
    const no = dims.get(dimName(tenantNo, kind, ref.id));
    if (no === undefined || (ref.id !== strangers && !(isNamed(no, ref.key) && isNamed(no, name)))) return undefined;
    numbers.set(ref, { tenantNo, kind, name, no });
    return no;
  },
  type: (name: string) => types.get(name),
  reason: (code: string) => reasons.get(code),
  commitment: (tenantNo: number, subject: string, value: string) =>
    commitments.get(valueName(tenantNo, subject, value)),
};

/** The number of a thing in one tenant's index keys, made at first sight. Keeps every key and name that it is ever met by. */
export const dimNo = (tenantNo: number, kind: DimKind, ref: Ref, name: string | null | undefined): Promise<number> =>
  together(`dim\n${dimName(tenantNo, kind, ref.id)}\n${ref.key}\n${name}`, () => findDim(tenantNo, kind, ref, name));

async function findDim(tenantNo: number, kind: DimKind, ref: Ref, name: string | null | undefined): Promise<number> {
  const known = dimName(tenantNo, kind, ref.id);
  let no = dims.get(known);
  if (no === undefined) {
    const values = [tenantNo, kind, ref.id];
    await pool("writer").query(
      "INSERT INTO audit.dim (tenant_no, kind, ext_id, key) VALUES ($1, $2, $3, $4) ON CONFLICT (tenant_no, kind, ext_id) DO NOTHING",
      [...values, ref.key],
    );
    const { rows } = await pool("writer").query<{ no: number }>(
      "SELECT no FROM audit.dim WHERE tenant_no = $1 AND kind = $2 AND ext_id = $3",
      values,
    );
    no = first(rows).no;
    dims.set(known, no);
  }
  await keepName(tenantNo, no, ref.key, true);
  if (ref.id !== strangers) await keepName(tenantNo, no, name, false);
  return no;
}

async function keepName(tenantNo: number, no: number, name: string | null | undefined, isKey: boolean): Promise<void> {
  if (!name || isNamed(no, name)) return;
  await pool("writer").query(
    "INSERT INTO audit.dim_name (tenant_no, no, name, is_key) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    [tenantNo, no, storableText(name).slice(0, nameMax), isKey],
  );
  named.set(`${no}\n${name}`, true);
}

/** The number of an event type. */
export const typeNo = (name: string): Promise<number> =>
  together(`type\n${name}`, () => wordNo(types, "event_type", "name", name));
/** The number of a reason code. */
export const reasonNo = (code: string): Promise<number> =>
  together(`reason\n${code}`, () => wordNo(reasons, "reason", "code", code));

async function wordNo(
  cache: Map<string, number>,
  table: "event_type" | "reason",
  column: "name" | "code",
  word: string,
) {
  const met = cache.get(word);
  if (met !== undefined) return met;
  const writer = pool("writer");
  const find = async () => {
    const { rows } = await writer.query<{ no: number }>(`SELECT no FROM audit.${table} WHERE ${column} = $1`, [word]);
    return rows[0]?.no;
  };
  let no = await find();
  if (no === undefined) {
    await writer.query(`INSERT INTO audit.${table} (${column}) VALUES ($1) ON CONFLICT (${column}) DO NOTHING`, [word]);
    no = await find();
  }
  if (no === undefined) throw new Error(`The word ${word} could not be added to audit.${table}.`);
  cache.set(word, no);
  return no;
}

/** The commitment to one erasable value: HMAC-SHA-256 under a salt that is kept, and erased, with the value. */
export const commitmentTo = (tenantNo: number, subject: string, value: string): Promise<string> =>
  together(`value\n${valueName(tenantNo, subject, value)}`, () => findCommitment(tenantNo, subject, value));

async function findCommitment(tenantNo: number, subject: string, value: string): Promise<string> {
  const name = valueName(tenantNo, subject, value);
  const met = commitments.get(name);
  if (met !== undefined) return met;
  const salt = randomBytesOf(16);
  const writer = pool("writer");
  await writer.query(
    `INSERT INTO audit.personal (tenant_no, commitment, subject, value, salt) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (tenant_no, subject, value) WHERE value IS NOT NULL DO NOTHING`,
    [tenantNo, commit(salt, value), subject, value, salt],
  );
  const { rows } = await writer.query<{ commitment: string }>(
    "SELECT commitment FROM audit.personal WHERE tenant_no = $1 AND subject = $2 AND value = $3",
    [tenantNo, subject, value],
  );
  const commitment = first(rows).commitment;
  commitments.set(name, commitment);
  return commitment;
}

export const commit = (salt: Buffer, value: string): string =>
  createHmac("sha256", salt).update(value, "utf8").digest("base64url");

function first<T>(rows: readonly T[]): T {
  const [row] = rows;
  if (row === undefined) throw new Error("A dictionary entry that was just written is not there.");
  return row;
}
