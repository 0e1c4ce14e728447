import type { Outcome } from "../event";

/** What is known of the state of one tenant's log, before anybody judges it. Times are ISO 8601. */
export type LogFigures = {
  at: string;
  /** The journal of the process that was asked. */
  writer: { waiting: number; lastWriteAt: string | null };
  /** Calls that were begun and whose end is not written yet, and for how long the oldest of them. */
  intents: { open: number; oldestSeconds: number | null; longestCallSeconds: number };
  /** How far the log is sealed and signed. */
  ledger: {
    size: number;
    checkpoint: { size: number; at: string } | null;
    unsealed: number;
    oldestUnsealedSeconds: number | null;
    stalled: string | null;
  };
  verification: { at: string; ok: boolean; size: number; problems: number; seconds: number } | null;
  completeness: {
    /** Calls by outcome, of events that are sealed: of the last 24 hours and 30 days, in whole hours. */
    day: Record<Outcome, number>;
    month: Record<Outcome, number>;
    /** Calls that are ended and still open: there can be none. */
    doubles: number;
  };
  partitions: {
    /** Months that are ready after the present one; -1 where not even that one is. */
    monthsAhead: number;
    /** First instant for which there is no place yet. */
    until: string | null;
  };
  oldestEventAt: string | null;
  /** The whole log with its indexes, of all tenants of this database. */
  diskBytes: number;
  retention: { days: number; payloadDays: number; activeHolds: number; failure: string | null };
};
