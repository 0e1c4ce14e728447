import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import type { Ctx } from "@/lib/kernel/ctx";
import { readEventId } from "@/lib/kernel/ids";
import { catalog, eventTypes } from "../catalog";
import { type Outcome, outcomes } from "../event";
import { type AuditSearch, toWords } from "../search";
import { eventsOfRequest } from "./events-of-request";
import { ownNumber } from "./own-events";
import { toWordNo } from "./word";

export type Column =
  | "instance_no"
  | "actor_no"
  | "tool_no"
  | "policy_no"
  | "agent_no"
  | "human_no"
  | "resource_no"
  | "reason_no"
  | "type_no"
  | "outcome"
  | "decision";

/** Rows whose column is one of these numbers. */
export type Filter = { column: Column; numbers: readonly number[] };

/** Rows that one word of free text finds: by a column, by being one of these events, or by a word of their own. */
export type Word = { filters: readonly Filter[]; term: string; eventIds: readonly string[] };

/** A search in the numbers of the index columns. `from` and `to` are ISO times, the second exclusive. */
export type Resolved = { filters: Filter[]; words: Word[]; from?: string | undefined; to?: string | undefined };

export const outcomeNo: Record<Outcome, number> = { success: 1, denied: 2, error: 3, unknown: 4 };

/**
 * Looks up what a search names, and narrows it to what the asker may read: a human to their own events. Undefined when one of
 * its filters names nothing that was ever logged: such a search has no rows, and must never become a wider one.
 */
export async function resolveSearch(sql: PoolClient, ctx: Ctx, search: AuditSearch): Promise<Resolved | undefined> {
  const tenantNo = ctx.tenant.no;
  const own = await ownNumber(sql, ctx);
  if (own === "none") return undefined;
  const filters: Filter[] = own === undefined ? [] : [{ column: "human_no", numbers: [own] }];
  for (const [field, kind, column] of dimensions) {
    if (search[field].length === 0) continue;
    const numbers = await dimNumbers(sql, tenantNo, kind, search[field]);
    if (numbers.length === 0) return undefined;
    filters.push({ column, numbers });
  }
  if (search.type.length + search.reason.length > 0 || search.q !== "") {
    const vocabulary = await readVocabulary(sql);
    for (const [field, column] of [
      ["type", "type_no"],
      ["reason", "reason_no"],
    ] as const) {
      if (search[field].length === 0) continue;
      const numbers = search[field].flatMap((word) => vocabulary[field].get(word) ?? []);
      if (numbers.length === 0) return undefined;
      filters.push({ column, numbers });
    }
    const words = await Promise.all(toWords(search.q).map((word) => resolveWord(sql, tenantNo, word, vocabulary)));
    return { filters: [...filters, ...plain(search)], words, from: search.from, to: search.to };
  }
  return { filters: [...filters, ...plain(search)], words: [], from: search.from, to: search.to };
}

function plain(search: AuditSearch): Filter[] {
  const filters: Filter[] = [];
  if (search.outcome.length > 0) filters.push({ column: "outcome", numbers: search.outcome.map((o) => outcomeNo[o]) });
  const decisions = new Set(search.decision.map((decision) => (decision === "allow" ? 1 : 2)));
  if (decisions.size > 0) filters.push({ column: "decision", numbers: [...decisions] });
  return filters;
}

const dimensions = [
  ["agent", "agent", "agent_no"],
  ["instance", "instance", "instance_no"],
  ["human", "human", "human_no"],
  ["actor", "actor", "actor_no"],
  ["server", "resource", "resource_no"],
  ["tool", "tool", "tool_no"],
  ["policy", "policy", "policy_no"],
] as const;

/**
 * Numbers of what people name by key or by id. An agent may be named by slug or by `agent|…`, people also by e-mail or by
 * their whole name, a tool also by its slug.
 */
async function dimNumbers(
  sql: PoolClient,
  tenantNo: number,
  kind: (typeof dimensions)[number][1],
  names: readonly string[],
): Promise<number[]> {
  const spelled = kind === "agent" ? names.map((n) => n.replace(/^agent\|/, "")) : names;
  const { rows } = await sql.query<{ no: number }>(
    `SELECT no FROM audit.dim WHERE tenant_no = $1 AND kind = $2 AND (key = ANY($3) OR ext_id = ANY($3))
       -- Resources are of many kinds: a policy or member that happens to have a server's key is not that server.
       AND ($2 <> 'resource' OR ext_id LIKE 'srv\\_%' OR ext_id = 'unknown')
     UNION
     SELECT d.no FROM audit.dim_name n JOIN audit.dim d ON d.no = n.no
     WHERE n.tenant_no = $1 AND d.tenant_no = $1 AND d.kind = $2 AND n.name = ANY($3)
       AND ($2 = 'tool' OR ($2 IN ('agent', 'human') AND n.is_key))
     UNION
     SELECT d.no FROM audit.personal p
       JOIN audit.dim_name n ON n.tenant_no = p.tenant_no AND n.name = p.subject AND n.is_key
       JOIN audit.dim d ON d.no = n.no
     WHERE p.tenant_no = $1 AND d.tenant_no = $1 AND d.kind = $2 AND $2 IN ('human', 'actor') AND p.value = ANY($3)`,
    [tenantNo, kind, spelled],
  );
  return rows.map((r) => r.no);
}

type Vocabulary = Record<"type" | "reason", ReadonlyMap<string, number>>;

/** Types and reason codes are few, and the same for every tenant. */
async function readVocabulary(sql: PoolClient): Promise<Vocabulary> {
  const { rows } = await sql.query<{ kind: "type" | "reason"; word: string; no: number }>(
    `SELECT 'type' AS kind, name AS word, no FROM audit.event_type
     UNION ALL SELECT 'reason', code, no FROM audit.reason`,
  );
  const of = (kind: "type" | "reason") =>
    new Map(rows.filter((row) => row.kind === kind).map(({ word, no }) => [word, no] as const));
  return { type: of("type"), reason: of("reason") };
}

/** Most things that one word may find by their names. */
const matchesMax = 400;

const columnOf: Readonly<Record<string, Column>> = {
  agent: "agent_no",
  instance: "instance_no",
  human: "human_no",
  actor: "actor_no",
  resource: "resource_no",
  tool: "tool_no",
  policy: "policy_no",
};

async function resolveWord(sql: PoolClient, tenantNo: number, word: string, vocabulary: Vocabulary): Promise<Word> {
  // The key of an agent as events show it (seed P70): `agent|` and its slug.
  const agentKey = word.startsWith("agent|") ? word.slice("agent|".length) : null;
  const { rows } = await sql.query<{ kind: string; no: number }>(
    `SELECT d.kind, d.no FROM audit.dim_name n JOIN audit.dim d ON d.no = n.no
     WHERE n.tenant_no = $1 AND d.tenant_no = $1
       AND (lower(n.name) LIKE $2 OR (d.kind = 'agent' AND n.is_key AND lower(n.name) = $4))
     UNION
     SELECT d.kind, d.no FROM audit.personal p
       JOIN audit.dim_name n ON n.tenant_no = p.tenant_no AND n.name = p.subject AND n.is_key
       JOIN audit.dim d ON d.no = n.no
     WHERE p.tenant_no = $1 AND d.tenant_no = $1 AND d.kind IN ('human', 'actor', 'resource') AND lower(p.value) LIKE $2
     LIMIT $3`,
    [tenantNo, `%${word.replace(/[\\%_]/g, "\\$&")}%`, matchesMax, agentKey],
  );
  const found = new Map<Column, number[]>();
  const add = (column: Column | undefined, no: number | undefined) => {
    if (column !== undefined && no !== undefined) found.set(column, [...(found.get(column) ?? []), no]);
  };
  for (const { kind, no } of rows) add(columnOf[kind], no);
  const code = word.replaceAll(" ", "_");
  for (const type of eventTypes)
    if (type.includes(word) || catalog[type].title.toLowerCase().includes(word))
      add("type_no", vocabulary.type.get(type));
  for (const [reason, no] of vocabulary.reason) if (reason.toLowerCase().includes(code)) add("reason_no", no);
  for (const outcome of outcomes) if (outcome === word) add("outcome", outcomeNo[outcome]);
  const eventId = readEventId(word);
  return {
    filters: [...found].map(([column, numbers]) => ({ column, numbers })),
    term: toWordNo(tenantNo, word),
    eventIds: eventId === undefined ? await eventsOfRequest(sql, tenantNo, word) : [eventId],
  };
}
