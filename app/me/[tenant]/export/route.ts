import { exportEvents } from "@/lib/audit/export/export-events";
import { readAuditSearch } from "@/lib/audit/search";
import { clientOf } from "@/lib/console/client";
import { file } from "@/lib/console/file";
import { findHumanCtx } from "@/lib/console/human-ctx";
import { currentUser } from "@/lib/console/session";
import { toHttp } from "@/lib/console/to-http";
import { nowMs } from "@/lib/kernel/clock";
import { HouseError, invalid, notFound } from "@/lib/kernel/errors";

type Context = { params: Promise<{ tenant: string }> };

const types = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson; charset=utf-8" } as const;

/** One's own records as a signed file: `format` and any filter of the log. Narrowed by who asks, never by the address. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const client = clientOf(request.headers);
  try {
    const user = await currentUser();
    if (!user) throw new HouseError("unauthenticated", "Sign in first.");
    const { tenant } = await context.params;
    const ctx = await findHumanCtx(user, tenant, client);
    if (!ctx) throw notFound(`The environment "${tenant}"`);
    const params = new URL(request.url).searchParams;
    const format = params.get("format");
    if (format !== "csv" && format !== "jsonl") throw invalid("format must be csv or jsonl.");
    params.delete("format");
    const { search, notUnderstood } = readAuditSearch(params, nowMs());
    const [first] = notUnderstood;
    if (first !== undefined) throw invalid(first);
    const stamp = new Date(nowMs()).toISOString().slice(0, 19).replaceAll(":", "");
    return await file(exportEvents(ctx, search, { format }), {
      name: `my-records-${ctx.tenant.slug}-${stamp}.${format}`,
      type: types[format],
    });
  } catch (error) {
    return toHttp(error, client.requestId);
  }
}
