import type { PathRule, PayloadAction } from "@/lib/audit/payload/rules";
import type { PayloadRule as Row } from "@/lib/db/rows";
import { readStoredRule } from "./read-stored-rule";

/** A rule as the API and the console show it. `server` null: the environment's; `tool` null: the whole server's. */
export type PayloadRuleView = {
  server: string | null;
  tool: string | null;
  arguments: PayloadAction | null;
  results: PayloadAction | null;
  paths: PathRule[];
  updatedAt: string;
};

export function toPayloadRuleView(row: Row, serverKey: string | null): PayloadRuleView {
  const { arguments: args, results, paths } = readStoredRule(row);
  return {
    ...{ server: serverKey, tool: row.tool, arguments: args, results, paths: [...paths] },
    updatedAt: row.updatedAt.toISOString(),
  };
}
