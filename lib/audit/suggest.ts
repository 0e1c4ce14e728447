import "server-only";
import { withinTenant } from "@/lib/db/within-tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { nameDims } from "./internal/name-dims";
import { refuseHuman } from "./internal/own-events";

/** Filters whose values are things of the tenant, and not words of ours. */
export const suggestedFields = ["agent", "instance", "human", "actor", "server", "tool", "policy"] as const;
export type SuggestedField = (typeof suggestedFields)[number];

/** A value that a filter takes, how a person calls it, and its key where that differs. */
export type Suggestion = { value: string; label: string; note?: string | undefined };

/**
 * Things that the log knows and whose key, name or e-mail contains `text`, those that begin with it first: also what was renamed
 * or deleted since. Without a text, the first by name. Throws `forbidden` for a human.
 */
export async function suggestValues(
  ctx: Ctx,
  field: SuggestedField,
  text: string,
  limit: number,
): Promise<Suggestion[]> {
  refuseHuman(ctx);
  const tenantNo = ctx.tenant.no;
  const wanted = text
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, "\\$&");
  const isPerson = field === "human" || field === "actor";
  return withinTenant(tenantNo, async (sql) => {
    const { rows } = await sql.query<{ no: number }>(
      `SELECT no FROM (
         SELECT d.no, bool_or(lower(n.name) LIKE $4) AS begins, min(lower(n.name)) AS name
         FROM audit.dim d JOIN audit.dim_name n ON n.tenant_no = $1 AND n.no = d.no
         WHERE d.tenant_no = $1 AND d.kind = $2 AND (d.kind <> 'resource' OR d.ext_id LIKE 'srv\\_%') AND lower(n.name) LIKE $3
         GROUP BY d.no
         ${isPerson ? personal : ""}
       ) x GROUP BY no ORDER BY bool_or(begins) DESC, min(name), no LIMIT $5`,
      [tenantNo, field === "server" ? "resource" : field, `%${wanted}%`, `${wanted}%`, limit],
    );
    const numbers = rows.map(({ no }) => no);
    const names = await nameDims(sql, tenantNo, numbers);
    return numbers.flatMap((no) => {
      const name = names.get(no);
      return name ? [{ ...name, ...(name.label !== name.value && { note: name.value }) }] : [];
    });
  });
}

const personal = `UNION ALL
  SELECT d.no, bool_or(lower(p.value) LIKE $4), min(lower(p.value))
  FROM audit.personal p
    JOIN audit.dim_name n ON n.tenant_no = p.tenant_no AND n.name = p.subject AND n.is_key
    JOIN audit.dim d ON d.no = n.no
  WHERE p.tenant_no = $1 AND d.tenant_no = $1 AND d.kind = $2 AND lower(p.value) LIKE $3
  GROUP BY d.no`;
