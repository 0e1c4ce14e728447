import "server-only";
import { once } from "node:events";
import { type ExportOptions, exportEvents } from "@/lib/audit/export/export-events";
import { listFields, readAuditSearch } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import { cliCtx } from "./cli-ctx";
import { need, readArgs } from "./read-args";
import { UsageError, type Verb } from "./verb";

const filters = [...listFields, "q", "from", "to", "range", "order", "cursor"] as const;

export const auditExport: Verb = {
  usage:
    "--tenant SLUG --format csv|jsonl [--rows N] [--proofs] [--type … --outcome … --human … --q … --range 30d --from … --to …]",
  about:
    "writes the events that a search finds to stdout, and a signed manifest as the last line; values may be lists with commas; with --proofs each line proves that it is in the signed log",
  async run(args) {
    const { options, flags } = readArgs(args, {
      options: ["tenant", "format", "rows", ...filters],
      flags: ["proofs"],
    });
    const slug = need(options.tenant, "--tenant");
    const format = need(options.format, "--format");
    if (format !== "csv" && format !== "jsonl") throw new UsageError(`--format is csv or jsonl, not "${format}".`);
    const rows = options.rows === undefined ? undefined : Number(options.rows);
    if (rows !== undefined && !(Number.isInteger(rows) && rows > 0))
      throw new UsageError("--rows is a whole number from 1.");
    const proofs = flags.has("proofs");
    if (format === "csv" && proofs) throw new UsageError("--proofs do not fit into CSV; use --format jsonl.");
    const how: ExportOptions = format === "csv" ? { format, rows } : { format, rows, proofs };
    const asked = filters.flatMap((name): [string, string][] => {
      const value = options[name];
      return value === undefined ? [] : [[name, value]];
    });
    const { search, notUnderstood } = readAuditSearch(asked, nowMs());
    if (notUnderstood.length > 0) throw new UsageError(notUnderstood.join(" "));
    const ctx = await cliCtx(slug);
    // Whoever reads may go away; then there is nothing left to do.
    const gone = new Promise<"gone">((resolve) => process.stdout.once("error", () => resolve("gone")));
    for await (const piece of exportEvents(ctx, search, how))
      if (!process.stdout.write(piece) && (await Promise.race([once(process.stdout, "drain"), gone])) === "gone") break;
    return undefined;
  },
};
