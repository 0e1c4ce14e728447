import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, notFound } from "@/lib/kernel/errors";
import { type ConsentView, toConsentView } from "../consents/consent-view";
import { offeredTools, readExcluded } from "../consents/covered-tools";
import { lockConsent } from "../consents/lock-consent";
import { storeTerms } from "../consents/store-terms";
import { getServerRow } from "../servers/find-server-row";
import { getMyInstanceRow } from "./get-my-instance-row";

export const ExcludeMyToolInput = z.strictObject({
  instance: z.string().min(1).max(100),
  server: z.string().min(1).max(100),
  /** Name, as the server spells it. */
  tool: z.string().min(1).max(200),
  /** False puts the tool back to what the consent's level says. */
  excluded: z.boolean(),
});
export type ExcludeMyToolInput = z.infer<typeof ExcludeMyToolInput>;

/**
 * Takes one tool away from one agent of the human who asks, or gives it back. Throws `not_found` for anybody else's agent and where
 * there is no consent, `invalid` for a tool that the server does not offer, `conflict` for a disconnected agent.
 */
export async function excludeMyTool(ctx: Ctx, input: ExcludeMyToolInput): Promise<ConsentView> {
  return write(ctx, async (tx, record) => {
    const instance = await getMyInstanceRow(tx, ctx, input.instance);
    const server = await getServerRow(tx, input.server);
    if (instance.status === "disconnected") throw conflict("This agent is disconnected. Connect it anew.");
    const before = await lockConsent(tx, ctx, { instance, server });
    if (!before) throw notFound(`A consent for "${server.key}"`);
    const tools = await offeredTools(tx, server.id);
    readExcluded(tools, [input.tool], server.key, "tool");
    const others = before.excludedTools.filter((name) => name !== input.tool);
    const excludedTools = input.excluded ? [...others, input.tool].sort() : others;
    const { level, expiresAt } = before;
    return toConsentView(await storeTerms(tx, record, before, { level, expiresAt, excludedTools }, tools));
  });
}
