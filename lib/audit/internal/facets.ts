import "server-only";
import type { PoolClient } from "@/lib/db/pool";
import { catalog, isEventType } from "../catalog";
import { outcomes } from "../event";
import type { ListField } from "../search";
import type { Facet } from "../summarize";
import { selectEvents } from "./feed-sql";
import { nameDims } from "./name-dims";
import type { Column, Resolved } from "./resolve-search";

/** Most events that are looked at, the newest; and most values that are named. */
const lookedAtMax = 10_000;
const valuesMax = 20;

const columnOf: Record<ListField, Column> = {
  type: "type_no",
  outcome: "outcome",
  decision: "decision",
  agent: "agent_no",
  instance: "instance_no",
  human: "human_no",
  actor: "actor_no",
  server: "resource_no",
  tool: "tool_no",
  policy: "policy_no",
  reason: "reason_no",
};

/** How often the values of one filter occur among the newest events that match everything else. */
export async function countFacets(
  sql: PoolClient,
  tenantNo: number,
  resolved: Resolved,
  field: ListField,
): Promise<Facet> {
  const column = columnOf[field];
  const { text, values } = selectEvents(tenantNo, resolved, { limit: lookedAtMax, columns: [column] });
  const { rows } = await sql.query<{ no: number | null; n: number; total: number }>(
    `SELECT ${column} AS no, count(*)::int AS n, (sum(count(*)) OVER ())::int AS total FROM (${text}) m
     GROUP BY 1 ORDER BY 2 DESC LIMIT ${valuesMax + 1}`,
    values,
  );
  const counted = rows.flatMap(({ no, n }) => (no === null ? [] : [{ no, n }])).slice(0, valuesMax);
  const names = await nameNumbers(
    sql,
    tenantNo,
    field,
    counted.map(({ no }) => no),
  );
  const of = rows[0]?.total ?? 0;
  return {
    values: counted.flatMap(({ no, n }) => {
      const name = names.get(no);
      return name === undefined ? [] : [{ ...name, n }];
    }),
    of,
    exact: of < lookedAtMax,
  };
}

type Name = { value: string; label: string };

async function nameNumbers(
  sql: PoolClient,
  tenantNo: number,
  field: ListField,
  numbers: readonly number[],
): Promise<ReadonlyMap<number, Name>> {
  switch (field) {
    case "outcome":
      return new Map(outcomes.map((outcome, i) => [i + 1, { value: outcome, label: outcome }]));
    case "decision":
      return new Map([
        [1, { value: "allow", label: "Allowed" }],
        [2, { value: "deny", label: "Denied" }],
      ]);
    case "type":
    case "reason": {
      const [table, word] = field === "type" ? ["event_type", "name"] : ["reason", "code"];
      const { rows } = await sql.query<{ no: number; word: string }>(
        `SELECT no, ${word} AS word FROM audit.${table} WHERE no = ANY($1::int[])`,
        [numbers],
      );
      return new Map(
        rows.map((row) => [
          row.no,
          { value: row.word, label: isEventType(row.word) ? catalog[row.word].title : row.word },
        ]),
      );
    }
    default:
      return nameDims(sql, tenantNo, numbers);
  }
}
