import { paths } from "@/lib/kernel/paths";

/** The tabs of one policy. */
export const testsOf = (tenant: string, policy: string): string => `${paths.policy(tenant, policy)}/tests`;
export const versionsOf = (tenant: string, policy: string): string => `${paths.policy(tenant, policy)}/versions`;
export const impactOf = (tenant: string, policy: string): string => `${paths.policy(tenant, policy)}/impact`;
export const decisionsOf = (tenant: string, policy: string): string => `${paths.policy(tenant, policy)}/decisions`;
