import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { revokedConsent } from "../consents/consent-view";
import { lockConsent } from "../consents/lock-consent";
import { getServerRow } from "../servers/find-server-row";
import { getMyInstanceRow } from "./get-my-instance-row";

export const RevokeMyConsentInput = z.strictObject({
  instance: z.string().min(1).max(100),
  server: z.string().min(1).max(100),
});
export type RevokeMyConsentInput = z.infer<typeof RevokeMyConsentInput>;

/** Takes one server away from an agent of the human who asks, from its next call on. Throws `not_found`. */
export async function revokeMyConsent(ctx: Ctx, input: RevokeMyConsentInput): Promise<void> {
  await write(ctx, async (tx, record) => {
    const instance = await getMyInstanceRow(tx, ctx, input.instance);
    const server = await getServerRow(tx, input.server);
    const consent = await lockConsent(tx, ctx, { instance, server });
    if (!consent) throw notFound(`A consent for "${server.key}"`);
    await tx.consent.deleteMany({ where: { instanceId: instance.id, serverId: server.id } });
    await record(revokedConsent(consent));
  });
}
