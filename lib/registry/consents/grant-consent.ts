import "server-only";
import type { Record as Recorder } from "@/lib/audit/write";
import type { Agent, Human, Instance } from "@/lib/db/rows";
import type { TenantTransaction } from "@/lib/db/tenant";
import type { Ctx } from "@/lib/kernel/ctx";
import { getServerRow } from "../servers/find-server-row";
import { type ConsentTerms, readExpiry } from "./consent-terms";
import { aboutConsent, recordedTerms } from "./consent-view";
import { coveredHashes, offeredTools, readExcluded } from "./covered-tools";
import { requireCeiling } from "./require-ceiling";

/**
 * Lets a new instance use one server, inside the transaction of a verb, with its event. The hashes of the tools as they are now
 * are kept with it. `path` says where the input stands that an issue would be about.
 * Throws `forbidden` above the ceiling, `not_found` for the server, `invalid` for unknown tools or an expiry in the past.
 */
export async function grantConsent(
  tx: TenantTransaction,
  record: Recorder,
  ctx: Ctx,
  asked: { instance: Instance & { agent: Agent; human: Human }; server: string; terms: ConsentTerms; path: string },
): Promise<void> {
  const { instance, terms, path } = asked;
  const server = await getServerRow(tx, asked.server);
  await requireCeiling(tx, { human: instance.human, server, level: terms.level, path: `${path}.level` });
  const tools = await offeredTools(tx, server.id);
  const excludedTools = readExcluded(tools, terms.excludedTools ?? [], server.key, `${path}.excludedTools`);
  const consent = await tx.consent.create({
    data: {
      tenantNo: ctx.tenant.no,
      instanceId: instance.id,
      serverId: server.id,
      level: terms.level,
      expiresAt: readExpiry(terms.expiresAt, `${path}.expiresAt`),
      excludedTools,
      definitionHashes: coveredHashes(tools, terms.level, excludedTools),
    },
  });
  await record({
    type: "consent.granted",
    ...aboutConsent({ instance, server }),
    changes: { before: null, after: recordedTerms(consent) },
  });
}
