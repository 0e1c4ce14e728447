import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, forbidden } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { getInstanceRow } from "../instances/get-instance-row";
import { getServerRow } from "../servers/find-server-row";
import { ConsentTerms, readExpiry } from "./consent-terms";
import { type ConsentView, toConsentView } from "./consent-view";
import { offeredTools, readExcluded } from "./covered-tools";
import { lockConsent } from "./lock-consent";
import { requireCeiling } from "./require-ceiling";
import { storeTerms, widens } from "./store-terms";

export const PutConsentInput = z.strictObject({
  /** Id. */
  instance: z.string().min(1).max(100),
  /** Key. */
  server: z.string().min(1).max(100),
  ...ConsentTerms.shape,
});
export type PutConsentInput = z.infer<typeof PutConsentInput>;

const raising = "A consent can be lowered or revoked here; raising it needs the human.";

/**
 * Narrows what a human let one instance do on one server: a lower level, an earlier expiry, more tools left out. What is not
 * given stays. Throws `forbidden` for anything that would widen it (also where there is no consent yet), `not_found`,
 * `invalid` for unknown tools or an expiry in the past, `conflict` for a disconnected instance.
 */
export async function putConsent(ctx: Ctx, input: PutConsentInput): Promise<ConsentView> {
  requireScope(ctx, "consents:write");
  return write(ctx, async (tx, record) => {
    const instance = await getInstanceRow(tx, input.instance);
    const server = await getServerRow(tx, input.server);
    if (instance.status === "disconnected") throw conflict("This instance is disconnected. Connect a new one.");
    const before = await lockConsent(tx, ctx, { instance, server });
    if (before === null) throw forbidden(raising);

    const tools = await offeredTools(tx, server.id);
    const offered = new Set(tools.map((tool) => tool.name));
    // A tool that was left out may be gone since: naming it again is no mistake.
    const named = (input.excludedTools ?? []).filter(
      (name) => offered.has(name) || !before.excludedTools.includes(name),
    );
    const terms = {
      level: input.level,
      expiresAt: input.expiresAt === undefined ? before.expiresAt : readExpiry(input.expiresAt, "expiresAt"),
      excludedTools:
        input.excludedTools === undefined
          ? before.excludedTools
          : readExcluded(tools, named, server.key, "excludedTools"),
    };
    if (widens(before, terms, offered)) throw forbidden(raising);
    if (terms.level !== before.level)
      await requireCeiling(tx, { human: instance.human, server, level: terms.level, path: "level" });

    return toConsentView(await storeTerms(tx, record, before, terms, tools));
  });
}
