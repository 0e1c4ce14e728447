import type { AuditEvent } from "../event";

/** Families in the order in which they are shown. */
export const families = [
  "Tool calls",
  "Prompts and resources",
  "Agents",
  "Resources",
  "Policies",
  "Connections",
  "Consents",
  "Grants",
  "Limits",
  "Humans",
  "Members",
  "Keys",
  "Sessions",
  "Security",
  "Audit",
  "Tenant",
] as const;
export type Family = (typeof families)[number];

/**
 * An event as a row of any age may give it: whatever is not there is null or missing. An `AuditEvent` is one, so that the
 * compiler makes every sentence ask before it reads.
 */
export type Sparse = { readonly [Field in keyof AuditEvent]?: AuditEvent[Field] | null | undefined };

/** A kind of event: the family it is filed under, its column title, and the sentence a person reads (without full stop). */
export type Kind = { family: Family; title: string; sentence: (event: Sparse) => string };
