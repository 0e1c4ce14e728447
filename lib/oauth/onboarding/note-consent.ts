import "server-only";
import type { Ctx } from "@/lib/kernel/ctx";
import { toClientWords } from "../authorize/client-words";
import type { RequestRow } from "../authorize/open-request";
import { noteStep } from "./note-step";

/** Notes how a human answered a client: allowed, refused (`access_denied`), or had nothing to give (`nothing_granted`). */
export function noteConsent(ctx: Ctx, request: RequestRow, code?: "access_denied" | "nothing_granted"): void {
  const { clientId, name } = toClientWords(request.client, request.redirectUri);
  noteStep({
    tenant: ctx.tenant.slug,
    step: "consent",
    ok: code === undefined,
    code,
    clientId,
    clientName: name,
    server: request.audience,
    ip: ctx.ip,
    userAgent: ctx.userAgent,
  });
}
