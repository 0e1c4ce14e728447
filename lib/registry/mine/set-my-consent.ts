import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { ConsentTerms, readExpiry } from "../consents/consent-terms";
import { type ConsentView, consentParts, toConsentView } from "../consents/consent-view";
import { offeredTools, readExcluded } from "../consents/covered-tools";
import { grantConsent } from "../consents/grant-consent";
import { lockConsent } from "../consents/lock-consent";
import { requireCeiling } from "../consents/require-ceiling";
import { requireLength } from "../consents/require-length";
import { storeTerms, widens } from "../consents/store-terms";
import { getServerRow } from "../servers/find-server-row";
import { getMyInstanceRow } from "./get-my-instance-row";

export const SetMyConsentInput = z.strictObject({
  instance: z.string().min(1).max(100),
  server: z.string().min(1).max(100),
  ...ConsentTerms.partial().shape,
});
export type SetMyConsentInput = z.infer<typeof SetMyConsentInput>;

/**
 * What the human lets one agent of theirs do on one server, from its next call on: lower, or raised up to the ceiling, without
 * connecting anew. What is not given stays; without a consent yet a level is needed, and makes one. The only verb that widens a consent.
 *
 * Throws `forbidden` above the ceiling (naming asked, allowed and server) and for longer than the tenant allows, `not_found` for
 * anybody else's agent, `invalid` for unknown tools or an end in the past, `conflict` for a disconnected one.
 */
export async function setMyConsent(ctx: Ctx, input: SetMyConsentInput): Promise<ConsentView> {
  return write(ctx, async (tx, record) => {
    const instance = await getMyInstanceRow(tx, ctx, input.instance);
    const server = await getServerRow(tx, input.server);
    if (instance.status === "disconnected") throw conflict("This agent is disconnected. Connect it anew.");
    const before = await lockConsent(tx, ctx, { instance, server });
    const expiresAt =
      input.expiresAt === undefined ? (before?.expiresAt ?? null) : readExpiry(input.expiresAt, "expiresAt");

    if (before === null) {
      if (input.level === undefined) throw notFound(`A consent for "${server.key}"`);
      await requireCeiling(tx, { human: instance.human, server, level: input.level, path: "level" });
      await requireLength(tx, expiresAt, "expiresAt");
      const { excludedTools } = input;
      const terms = { level: input.level, excludedTools, expiresAt: expiresAt?.toISOString() ?? null };
      await grantConsent(tx, record, ctx, { instance, server: server.key, terms, path: "" });
      const id = { tenantNo: ctx.tenant.no, instanceId: instance.id, serverId: server.id };
      return toConsentView(
        await tx.consent.findUniqueOrThrow({ where: { tenantNo_instanceId_serverId: id }, include: consentParts }),
      );
    }

    const tools = await offeredTools(tx, server.id);
    const offered = new Set(tools.map(({ name }) => name));
    const named = (input.excludedTools ?? []).filter(
      (name) => offered.has(name) || !before.excludedTools.includes(name),
    );
    const terms = {
      level: input.level ?? before.level,
      expiresAt,
      excludedTools:
        input.excludedTools === undefined
          ? before.excludedTools
          : readExcluded(tools, named, server.key, "excludedTools"),
    };
    if (terms.level !== before.level || widens(before, terms, offered))
      await requireCeiling(tx, { human: instance.human, server, level: terms.level, path: "level" });
    if (widens(before, terms, offered)) await requireLength(tx, terms.expiresAt, "expiresAt");
    return toConsentView(await storeTerms(tx, record, before, terms, tools));
  });
}
