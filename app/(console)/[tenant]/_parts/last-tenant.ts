/** Holds the slug of the tenant that was looked at last. */
export const lastTenantCookie = "countersign-tenant";
