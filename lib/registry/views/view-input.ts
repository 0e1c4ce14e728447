import { z } from "zod";
import { readAuditSearch } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import { invalid } from "@/lib/kernel/errors";

const queryMax = 4_000;
/** What is a place in the log, or how much of it is shown at once: no part of a search that is kept. */
const places: ReadonlySet<string> = new Set(["cursor", "limit", "at", "counts"]);

export const viewFields = {
  name: z.string().trim().min(1, "A view needs a name.").max(80),
  query: z
    .string()
    .max(queryMax)
    .describe("The search as the parameters of its address: `outcome=denied&range=24h`. Empty for the whole log."),
  shared: z.boolean().describe("Whether everybody who reads the log of this environment has it; needs tenant:write."),
};

/** The query that is kept. Throws `invalid` for a filter that is not understood: saved, it would filter nothing for ever. */
export function toKeptQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].filter(([name, value]) => value !== "" && !places.has(name));
  const { notUnderstood } = readAuditSearch(pairs, nowMs());
  if (notUnderstood.length > 0)
    throw invalid(
      notUnderstood.join(" "),
      notUnderstood.map((message) => ({ path: "query", message })),
    );
  return new URLSearchParams(pairs).toString();
}
