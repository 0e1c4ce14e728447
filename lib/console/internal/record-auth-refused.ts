import "server-only";
import { recordEvent } from "@/lib/audit/write";
import type { Actor, Ctx } from "@/lib/kernel/ctx";
import { findTenant } from "@/lib/registry/tenants/find-tenant";
import type { Client } from "../client";
import { describeError, log } from "../log";
import { type Allowance, countFailure } from "./throttle";

type Known = { keyId: string; name: string; tenant: Ctx["tenant"] };

/** Strangers may not fill the log: past this, refusals of one address at one tenant are counted and no longer written. */
const perPlace: Allowance = { max: 20, windowSeconds: 60 };

/**
 * Leaves `auth.refused` in the tenant of the path and, where a valid key of another tenant was presented, in that key's
 * own tenant too. Neither learns who the other is. What cannot be written does not change the answer: it is refused anyway.
 */
export async function recordAuthRefused(tenantSlug: string, key: Known | undefined, client: Client): Promise<void> {
  const failures = countFailure(`api ${tenantSlug.slice(0, 60)} ${client.ip ?? "unknown"}`, perPlace);
  if (failures > perPlace.max) return;
  const text =
    failures === perPlace.max
      ? "the API key is not valid here; further refusals of this minute are not written down"
      : "the API key is not valid here";
  try {
    const tenant = await findTenant(tenantSlug);
    if (tenant) await refused(tenant, { type: "key", id: "key_unknown", name: "An unknown key" }, text, client);
    if (key) await refused(key.tenant, { type: "key", id: key.keyId, name: key.name }, text, client);
  } catch (error) {
    log("error", "A refused API key could not be written down.", {
      requestId: client.requestId,
      ...describeError(error),
    });
  }
}

async function refused({ no, slug, organizationId }: Ctx["tenant"], actor: Actor, text: string, client: Client) {
  const ctx: Ctx = { tenant: { no, slug, organizationId }, actor, scopes: [], surface: "api", ...client };
  await recordEvent(ctx, {
    type: "auth.refused",
    outcome: "denied",
    resource: { type: "api", key: "api", name: "the HTTP API" },
    reason: { code: "invalid_api_key", text },
  });
}
