import "server-only";
import { z } from "zod";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { conflict, forbidden } from "@/lib/kernel/errors";
import { requireScope } from "@/lib/kernel/scope";
import { reaches } from "@/lib/policy/level";
import { getInstanceRow } from "../instances/get-instance-row";
import { changed, fieldsOf, pick } from "../internal/changed";
import { getServerRow } from "../servers/find-server-row";
import { ConsentTerms, readExpiry } from "./consent-terms";
import {
  aboutConsent,
  type ConsentRow,
  type ConsentView,
  consentParts,
  recordedTerms,
  toConsentView,
} from "./consent-view";
import { offeredTools, readExcluded } from "./covered-tools";
import { requireCeiling } from "./require-ceiling";

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
    const id = { tenantNo: ctx.tenant.no, instanceId: instance.id, serverId: server.id };
    // Locked, so that of two changes at one moment the second is judged against what the first left.
    await tx.$queryRaw`SELECT 1 FROM consent WHERE tenant_no = ${ctx.tenant.no} AND instance_id = ${instance.id} AND server_id = ${server.id} FOR UPDATE`;
    const before = await tx.consent.findUnique({
      where: { tenantNo_instanceId_serverId: id },
      include: consentParts,
    });
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

    const fields = fieldsOf(changed(recordedTerms(before), recordedTerms(terms)));
    if (fields.length === 0) {
      record.nothing("The consent already was as asked.");
      return toConsentView(before);
    }
    const reached = new Set(tools.filter((tool) => reaches(terms.level, tool.level)).map((tool) => tool.name));
    const after = await tx.consent.update({
      where: { tenantNo_instanceId_serverId: id },
      data: {
        ...terms,
        // Agreed was to the definitions of that day: narrowing drops some of them and takes no new one in.
        definitionHashes: Object.fromEntries(
          Object.entries(readHashes(before)).filter(
            ([name]) => reached.has(name) && !terms.excludedTools.includes(name),
          ),
        ),
      },
      include: consentParts,
    });
    await record({
      type: "consent.changed",
      ...aboutConsent(after),
      changes: { before: pick(recordedTerms(before), fields), after: pick(recordedTerms(after), fields) },
    });
    return toConsentView(after);
  });
}

type Terms = Pick<ConsentRow, "level" | "expiresAt" | "excludedTools">;

const widens = (before: Terms, terms: Terms, offered: ReadonlySet<string>): boolean =>
  !reaches(before.level, terms.level) ||
  (before.expiresAt !== null && (terms.expiresAt === null || terms.expiresAt > before.expiresAt)) ||
  before.excludedTools.some((name) => offered.has(name) && !terms.excludedTools.includes(name));

const readHashes = (row: ConsentRow): Record<string, string> =>
  z.record(z.string(), z.string()).parse(row.definitionHashes);
