import "server-only";
import { checkLog } from "@/lib/audit/open-log";
import { findTenant } from "@/lib/registry/tenants/find-tenant";
import { describeError, log } from "./log";

/** Longer than this and a database is as good as away. */
const patienceMs = 4_000;

/** Whether this process can serve: the database answers with its tables in place, and the log can be written. */
export async function readiness(): Promise<{ ready: boolean; reasons: string[] }> {
  try {
    // Any slug does: that the question can be asked shows that the database is reached and migrated.
    const [record] = await withinPatience(Promise.all([checkLog(), findTenant("ready")]));
    return { ready: record.ready, reasons: record.reasons };
  } catch (error) {
    log("warn", "Not ready.", describeError(error));
    return { ready: false, reasons: ["The database does not answer, or its migrations have not been applied."] };
  }
}

async function withinPatience<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("The database took too long.")), patienceMs);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
