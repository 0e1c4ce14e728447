import { nowMs } from "@/lib/kernel/clock";

/** How long a consent may be given for. `hours` null: until it is revoked. */
export const expiries = [
  { value: "4h", label: "4 hours", hours: 4 },
  { value: "30d", label: "30 days", hours: 720 },
  { value: "90d", label: "90 days", hours: 2160 },
  { value: "none", label: "Until I revoke it", hours: null },
] as const;
export type Expiry = (typeof expiries)[number]["value"];

export type ExpiryChoice = { value: string; label: string };

/** What was chosen at the very edge is not refused because a moment went by. */
const slackMs = 60_000;

/** What may be chosen where the tenant allows `days` at most; null: whatever is offered. */
export function expiryChoices(days: number | null): ExpiryChoice[] {
  const within = expiries.filter(({ hours }) => days === null || (hours !== null && hours <= days * 24));
  const choices = within.map(({ value, label }) => ({ value, label }));
  // Somebody who allows 14 days means that 14 days can be had.
  return days === null || within.some(({ hours }) => hours === days * 24)
    ? choices
    : [...choices, { value: `${days}d`, label: days === 1 ? "1 day" : `${days} days` }];
}

/** When a choice made now ends, as ISO 8601; null: never. Undefined for what is no choice. */
export function expiryFromNow(choice: string): string | null | undefined {
  if (choice === "none") return null;
  const match = /^([1-9]\d{0,4})([hd])$/.exec(choice);
  if (!match) return undefined;
  const hours = Number(match[1]) * (match[2] === "d" ? 24 : 1);
  return new Date(nowMs() + hours * 3_600_000).toISOString();
}

/** Whether a consent until `expiresAt` (null: without an end) is within the tenant's longest. */
export const isWithin = (expiresAt: string | null, days: number | null): boolean =>
  days === null || (expiresAt !== null && Date.parse(expiresAt) <= nowMs() + days * 86_400_000 + slackMs);
