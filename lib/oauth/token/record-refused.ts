import "server-only";
import { recordBounded } from "@/lib/audit/bounded-record";
import { toEventActor } from "@/lib/audit/write";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { aboutInstance, type InstanceRow } from "@/lib/registry/instances/instance-view";
import { aboutClient, type ClientRow } from "../clients/client-row";
import { asClient } from "../oauth-ctx";
import type { OAuthErrorCode } from "../oauth-error";

/** Refusals of one client for one reason that are written in full a minute; more are counted and said at its end. */
const wholePerMinute = 5;

export type Refused = {
  client: ClientRow;
  instance?: InstanceRow | undefined;
  grantType: string;
  error: OAuthErrorCode;
  text: string;
};

/** Leaves `auth.refused` for a known client that asked for a token in vain. Where it cannot be written, nobody got in either. */
export async function recordRefusedGrant(
  ctx: Ctx,
  { client, instance, grantType, error, text }: Refused,
): Promise<void> {
  const about = aboutClient(client);
  const of = instance && aboutInstance(instance);
  const draft = {
    type: "auth.refused",
    outcome: "denied",
    occurredAtMs: nowMs(),
    actor: toEventActor(asClient(ctx, client).actor),
    requestId: ctx.requestId,
    surface: ctx.surface,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
    decision: "deny",
    reason: { code: "GRANT_REFUSED", text },
    ...about,
    ...(of && { human: of.human, instance: of.instance, refs: { ...of.refs, ...about.refs } }),
    details: { grantType, error },
  } as const;
  const key = `${client.id} ${instance?.id ?? ""} auth.refused ${error}`;
  await recordBounded(ctx.tenant.no, key, draft, { whole: wholePerMinute }).catch(() => {});
}
