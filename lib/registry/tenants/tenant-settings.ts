import { z } from "zod";
import type { Tenant } from "@/lib/db/rows";

/** What people call an environment. Addresses hold its slug, which stays. */
export const TenantName = z.string().trim().min(1).max(80);

/** The gateway's own tools at the address of all servers, by their names: whether each is on. */
export const BuiltInTools = z.strictObject({
  /** Tells an agent on whose behalf it acts, and how far. */
  countersign_whoami: z.boolean(),
  /** Tells whether a call would be allowed, without making it. */
  countersign_can_i: z.boolean(),
  /** Leaves a request for administrators. */
  countersign_request_access: z.boolean(),
});
export type BuiltInTools = z.infer<typeof BuiltInTools>;
export type BuiltInTool = keyof BuiltInTools;
export const builtInTools = BuiltInTools.keyof().options;

/** An environment as whoever administers it sees it. */
export type TenantSettings = {
  slug: string;
  name: string;
  organization: { slug: string; name: string };
  builtInTools: BuiltInTools;
};

export const toTenantSettings = (row: Tenant & { organization: { slug: string; name: string } }): TenantSettings => ({
  slug: row.slug,
  name: row.name,
  organization: { slug: row.organization.slug, name: row.organization.name },
  builtInTools: toBuiltInTools(row.builtInOff),
});

/** Which of the gateway's own tools are on, where these are off. */
export const toBuiltInTools = (off: readonly string[]): BuiltInTools => ({
  countersign_whoami: !off.includes("countersign_whoami"),
  countersign_can_i: !off.includes("countersign_can_i"),
  countersign_request_access: !off.includes("countersign_request_access"),
});
