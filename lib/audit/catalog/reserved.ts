/**
 * Names that are part of the contract and that nothing writes yet. A test compares this list with the code: a name leaves it
 * in the change that writes the first such event, and gets its reference page by that.
 */
export const reservedTypes = [
  "connection.created",
  "connection.refresh_failed",
  "connection.expired",
  "consent.expired",
  "oauth.client.registered",
  "token.reuse_detected",
  "tenant.updated",
] as const;
export type ReservedType = (typeof reservedTypes)[number];
