import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getInstanceRow } from "../instances/get-instance-row";
import { getServerRow } from "../servers/find-server-row";
import { consentParts, revokedConsent } from "./consent-view";

export const RevokeConsentInput = z.strictObject({
  instance: z.string().min(1).max(100),
  server: z.string().min(1).max(100),
});
export type RevokeConsentInput = z.infer<typeof RevokeConsentInput>;

/** Takes one server away from one instance, from its next call on. Throws `not_found`. */
export async function revokeConsent(ctx: Ctx, input: RevokeConsentInput): Promise<void> {
  requireScope(ctx, "consents:write");
  await write(ctx, async (tx, record) => {
    const instance = await getInstanceRow(tx, input.instance);
    const server = await getServerRow(tx, input.server);
    const id = { tenantNo: ctx.tenant.no, instanceId: instance.id, serverId: server.id };
    const consent = await tx.consent.findUnique({ where: { tenantNo_instanceId_serverId: id }, include: consentParts });
    const { count } = await tx.consent.deleteMany({ where: id });
    if (!consent || count === 0) throw notFound(`A consent of "${instance.id}" for "${server.key}"`);
    await record(revokedConsent(consent));
  });
}
