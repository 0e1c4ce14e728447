import { usageOf } from "../lib/usage.mjs";

/** CPU seconds that a postmaster and all its descendants have used. */
export const databaseCpu = (postmaster: number): number => usageOf({ database: [postmaster] }).database.cpuSeconds;
