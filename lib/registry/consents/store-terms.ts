import "server-only";
import { z } from "zod";
import type { Record as Recorder } from "@/lib/audit/write";
import type { TenantTransaction } from "@/lib/db/tenant";
import { reaches } from "@/lib/policy/level";
import { changed, fieldsOf, pick } from "../internal/changed";
import { aboutConsent, type ConsentRow, consentParts, recordedTerms } from "./consent-view";
import { coveredHashes, type OfferedTool } from "./covered-tools";

/** What a consent says besides whom and where. */
export type Terms = Pick<ConsentRow, "level" | "expiresAt" | "excludedTools">;

/**
 * Gives a consent other terms, inside the transaction of a verb that has locked it. One event; without one, where nothing changes.
 * A narrower consent agrees to the definitions of the day it was given; a wider one is given today.
 */
export async function storeTerms(
  tx: TenantTransaction,
  record: Recorder,
  before: ConsentRow,
  terms: Terms,
  tools: readonly OfferedTool[],
): Promise<ConsentRow> {
  const fields = fieldsOf(changed(recordedTerms(before), recordedTerms(terms)));
  if (fields.length === 0) {
    record.nothing("The consent already was as asked.");
    return before;
  }
  const { tenantNo, instanceId, serverId } = before;
  const after = await tx.consent.update({
    where: { tenantNo_instanceId_serverId: { tenantNo, instanceId, serverId } },
    data: {
      ...terms,
      definitionHashes: widens(before, terms, new Set(tools.map(({ name }) => name)))
        ? coveredHashes(tools, terms.level, terms.excludedTools)
        : narrowedHashes(before, terms, tools),
    },
    include: consentParts,
  });
  await record({
    type: "consent.changed",
    ...aboutConsent(after),
    changes: { before: pick(recordedTerms(before), fields), after: pick(recordedTerms(after), fields) },
  });
  return after;
}

/** Whether terms let an instance do anything more than it might before. `offered`: the tools that the server has today. */
export const widens = (before: Terms, terms: Terms, offered: ReadonlySet<string>): boolean =>
  !reaches(before.level, terms.level) ||
  (before.expiresAt !== null && (terms.expiresAt === null || terms.expiresAt > before.expiresAt)) ||
  before.excludedTools.some((name) => offered.has(name) && !terms.excludedTools.includes(name));

function narrowedHashes(before: ConsentRow, terms: Terms, tools: readonly OfferedTool[]): Record<string, string> {
  const reached = new Set(tools.filter((tool) => reaches(terms.level, tool.level)).map(({ name }) => name));
  const hashes = z.record(z.string(), z.string()).parse(before.definitionHashes);
  return Object.fromEntries(
    Object.entries(hashes).filter(([name]) => reached.has(name) && !terms.excludedTools.includes(name)),
  );
}
