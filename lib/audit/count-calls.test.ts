import { expect, test } from "@playwright/test";
import { makeCall } from "@/prisma/world/make-calls";
import { makeTenant } from "@/prisma/world/make-tenant";
import { sealLog } from "@/prisma/world/seal-log";
import { countCalls } from "./count-calls";
import { queryAudit } from "./query";
import { AuditSearch, toolCallTypes } from "./search";

test("calls are counted by what became of them, as the log has them, sealed or not, over any length of time", async () => {
  const [world, other] = [await makeTenant(), await makeTenant()];
  const ctx = world.ctx("viewer");
  const start = Date.now();
  for (const outcome of ["success", "success", "denied", "error", "denied", "denied"] as const) {
    await makeCall(world, { outcome });
    await makeCall(other, { outcome: "success" });
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  const middle = start + Math.floor((Date.now() - start) / 2);
  const iso = (ms: number) => new Date(ms).toISOString();
  for (const sealed of [false, true]) {
    if (sealed) await sealLog(world.tenant.no);
    for (const [from, to] of [
      [start, Date.now() + 1],
      [start, middle],
      [middle, Date.now() + 1],
      [start - 30 * 86_400_000, Date.now() + 1],
      [start - 7_200_000, start],
    ] as const) {
      const range = { from: iso(from), to: iso(to) };
      const { items } = await queryAudit(ctx, AuditSearch.parse({ type: [...toolCallTypes], ...range, limit: 200 }));
      const n = (outcome: string) => items.filter((event) => event.outcome === outcome).length;
      expect(await countCalls(ctx, range), JSON.stringify({ range, sealed })).toEqual({
        counts: { success: n("success"), denied: n("denied"), error: n("error"), unknown: 0 },
        exact: true,
      });
    }
  }
});
