import "server-only";
import { write } from "@/lib/audit/write";
import type { Ctx } from "@/lib/kernel/ctx";
import { notFound } from "@/lib/kernel/errors";
import { requireHuman } from "@/lib/registry/humans/require-human";
import { noteConsent } from "../onboarding/note-consent";
import { aboutAsking } from "./about-asking";
import { answerUrl } from "./answer-url";
import { completeRequest } from "./open-request";

/**
 * The human says no: nothing is made, the agent is told `access_denied` (RFC 6749 §4.1.2.1), and the refusal leaves an event. Also a
 * suspended human may. Throws `not_found` for a request that was not shown to this human in this session, `conflict` for one that was
 * answered or has expired.
 */
export async function refuseAuthorization(
  ctx: Ctx,
  requestId: string,
  { sessionId }: { sessionId: string },
): Promise<{ redirectTo: string }> {
  const { id: humanId } = requireHuman(ctx);
  return write(ctx, async (tx, record) => {
    const request = await completeRequest(tx, requestId, { humanId, sessionId });
    const human = await tx.human.findFirst({ where: { id: humanId } });
    if (!human) throw notFound("This human");
    await record({ type: "consent.refused", ...(await aboutAsking(tx, human, request)) });
    noteConsent(ctx, request, "access_denied");
    const { redirectUri, state } = request;
    return {
      redirectTo: answerUrl(
        { tenantSlug: ctx.tenant.slug, redirectUri, state },
        { error: "access_denied", error_description: "The request was refused by the person who was asked." },
      ),
    };
  });
}
