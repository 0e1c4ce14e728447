import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { countOne, type Rate } from "@/lib/kernel/rate";

/** Counts one request of an address (and of the tenant as a whole, ten times as much). Throws `limit` with the seconds to wait. */
export async function countRequest({ tenant, ip }: Ctx, rate: Rate): Promise<void> {
  const sentence = "Too many requests. Wait a moment.";
  const { name, max } = rate;
  await countOne({ ...rate, name: `oauth ${name} address` }, `${tenant.no}/${ip ?? "unknown"}`, sentence);
  await countOne({ ...rate, name: `oauth ${name} tenant`, max: max * 10 }, `${tenant.no}`, sentence);
}
