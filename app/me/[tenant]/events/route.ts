import { queryAudit } from "@/lib/audit/query";
import { readAuditSearch } from "@/lib/audit/search";
import { clientOf } from "@/lib/console/client";
import { findHumanCtx } from "@/lib/console/human-ctx";
import { currentUser } from "@/lib/console/session";
import { toHttp } from "@/lib/console/to-http";
import { nowMs } from "@/lib/kernel/clock";
import { HouseError, invalid, notFound } from "@/lib/kernel/errors";

type Context = { params: Promise<{ tenant: string }> };

/** The next page of the events under one's own authority, for "Load more". Narrowed by who asks, never by the address. */
export async function GET(request: Request, context: Context): Promise<Response> {
  const client = clientOf(request.headers);
  try {
    const user = await currentUser();
    if (!user) throw new HouseError("unauthenticated", "Sign in first.");
    const { tenant } = await context.params;
    const ctx = await findHumanCtx(user, tenant, client);
    if (!ctx) throw notFound(`The environment "${tenant}"`);
    const { search, notUnderstood } = readAuditSearch(new URL(request.url).searchParams, nowMs());
    const [first] = notUnderstood;
    if (first !== undefined) throw invalid(first);
    return Response.json(await queryAudit(ctx, search), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return toHttp(error, client.requestId);
  }
}
