import "server-only";
import type { TenantClient, TenantTransaction } from "@/lib/db/tenant";
import type { Finding } from "@/lib/policy/check/finding";
import type { Policy } from "@/lib/policy/policy";
import { findingsOf, hasConditions } from "./findings";
import { loadCoveredTools } from "./load-covered-tools";

/** What is to be said of a policy's conditions, held against every tool that it covers now. */
export const checkRule = async (db: TenantClient | TenantTransaction, policy: Policy): Promise<Finding[]> =>
  hasConditions(policy) ? findingsOf(policy, await loadCoveredTools(db, policy.scope)) : [];
