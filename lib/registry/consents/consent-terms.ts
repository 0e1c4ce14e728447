import { z } from "zod";
import { now } from "@/lib/kernel/clock";
import { invalid } from "@/lib/kernel/errors";
import { levels } from "@/lib/policy/level";

/** What a consent says besides whom and where. */
export const ConsentTerms = z.strictObject({
  level: z.enum(levels),
  /** null: until it is revoked. */
  expiresAt: z.iso.datetime({ offset: true }).nullable().optional(),
  /** Names of tools that are left out although the level would reach them. */
  excludedTools: z.array(z.string().min(1).max(200)).max(1000).optional(),
});
export type ConsentTerms = z.infer<typeof ConsentTerms>;

/** The time of an expiry, which has to be still to come. Throws `invalid`. */
export function readExpiry(expiresAt: string | null | undefined, path: string): Date | null {
  if (expiresAt === null || expiresAt === undefined) return null;
  const time = new Date(expiresAt);
  if (time > now()) return time;
  const message = "The consent would be expired already.";
  throw invalid(message, [{ path, message }]);
}
