import "server-only";
import { z } from "zod";
import type { OAuthSettings as Row } from "@/lib/db/rows";
import { type TenantClient, type TenantTransaction, tenantClient } from "@/lib/db/tenant";

/** A host, all hosts below one (`*.example.com`), `localhost` for loopback addresses, or a private-use scheme (`cursor:`). */
const Admitted = z
  .string()
  .trim()
  .toLowerCase()
  .regex(
    /^(\*\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?(:\d{1,5})?$|^[a-z][a-z0-9+.-]{0,60}:$/,
    "Write a host name, *.host, localhost, or a scheme with its colon.",
  );

/** How a tenant's authorization server behaves. */
export const OAuthSettings = z.strictObject({
  /** Whether clients may register themselves (RFC 7591). */
  registration: z.boolean(),
  /** Whether clients may name themselves by the URL of their metadata document. */
  documents: z.boolean(),
  /** What documents' hosts and redirect URIs have to be of; empty: any. */
  admitted: z.array(Admitted).max(200),
  accessTokenSeconds: z.number().int().min(60).max(86_400),
  /** Counted anew with every refresh. */
  refreshTokenDays: z.number().int().min(1).max(3_650),
  /** How long a refresh token that was exchanged may come again; 0: not at all. */
  graceSeconds: z.number().int().min(0).max(3_600),
  /** Longest consent that a human may give; null: without an end. */
  consentDays: z.number().int().min(1).max(3_650).nullable(),
});
export type OAuthSettings = z.infer<typeof OAuthSettings>;

/** Longest that an access token can be good for, whatever the settings were when it was made. */
export const accessTokenSecondsMax = 86_400;

/** What holds where nobody has said anything. */
export const defaultSettings: OAuthSettings = {
  registration: true,
  documents: true,
  admitted: [],
  accessTokenSeconds: 3_600,
  refreshTokenDays: 90,
  graceSeconds: 120,
  consentDays: null,
};

export const toSettings = (row: Row | null): OAuthSettings =>
  row === null
    ? defaultSettings
    : {
        registration: row.registration,
        documents: row.documents,
        admitted: row.admitted,
        accessTokenSeconds: row.accessTokenSeconds,
        refreshTokenDays: row.refreshTokenDays,
        graceSeconds: row.graceSeconds,
        consentDays: row.consentDays,
      };

/** The settings of a tenant as they are now. For other rooms of the product; people ask `getOAuthSettings`. */
export async function loadSettings(
  tenantNo: number,
  db: TenantClient | TenantTransaction = tenantClient(tenantNo),
): Promise<OAuthSettings> {
  return toSettings(await db.oAuthSettings.findFirst());
}
