import type { NamedValues } from "@/components/audit/filter-bar";
import type { AuditSearch } from "@/lib/audit/search";
import { suggestedFields, suggestValues } from "@/lib/audit/suggest";
import type { Ctx } from "@/lib/kernel/ctx";

/** Most values of one filter that are looked up; the others are shown by their key. */
const namedMax = 10;

/** How people call what a search names by key, as the log knows it: also what was renamed or deleted since. */
export async function nameChosen(ctx: Ctx, search: AuditSearch): Promise<NamedValues> {
  const named = await Promise.all(
    suggestedFields.map(async (field) => {
      const chosen = search[field].slice(0, namedMax);
      const found = await Promise.all(chosen.map((value) => suggestValues(ctx, field, value, namedMax)));
      const labels = new Map(
        found.flat().flatMap(({ value, label }) => (chosen.includes(value) ? [[value, label] as const] : [])),
      );
      return [field, labels] as const;
    }),
  );
  return Object.fromEntries(named);
}
