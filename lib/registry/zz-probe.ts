import { Prisma, database } from "@/lib/db/client";
import { tenantClient, type TenantTransaction } from "@/lib/db/tenant";
type HumanRow = Prisma.HumanGetPayload<object>;
export const f = (tx: TenantTransaction): Promise<HumanRow | null> => tx.human.findFirst({ where: { OR: [{ id: "x" }] } });
export async function main() {
  const org = await database().organization.create({ data: { id: "org_p" + Date.now(), slug: "p" + Date.now(), name: "p" } });
  const t = await database().tenant.create({ data: { slug: "p" + Date.now(), name: "p", organizationId: org.id } });
  const c = tenantClient(t.no);
  await c.$transaction(async (tx) => { await f(tx); });
  await f(c);
  await c.human.create({ data: { tenantNo: t.no, id: "hum_a", key: "human|a", email: "a@x" } });
  for (const data of [{ tenantNo: t.no, id: "hum_b", key: "human|a", email: "b@x" }, { tenantNo: t.no, id: "hum_b", key: "human|b", email: "a@x" }, { tenantNo: t.no, id: "hum_a", key: "human|b", email: "b@x" }])
    try { await c.human.create({ data }); } catch (e) {
      if (e instanceof Prisma.PrismaClientKnownRequestError) console.log(e.code, JSON.stringify(e.meta));
    }
  const got = await c.human.findUnique({ where: { tenantNo_id: { tenantNo: t.no, id: "hum_a" } } });
  console.log(got?.key);
  console.log(await c.$queryRaw`SELECT id FROM organization WHERE id = ${org.id} FOR UPDATE`);
}
