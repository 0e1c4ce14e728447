import { expect } from "@playwright/test";
// biome-ignore lint/style/noRestrictedImports: what the reference pages say of an event is compared with the events themselves.
import { isEventType, isWritten } from "@/lib/audit/catalog";
// biome-ignore lint/style/noRestrictedImports: as above.
import { referenceOf } from "@/lib/audit/catalog/reference";
// biome-ignore lint/style/noRestrictedImports: as above.
import { problemsOf } from "@/lib/audit/catalog/reference/problems-of";
// biome-ignore lint/style/noRestrictedImports: as above.
import type { AuditEvent } from "@/lib/audit/event";
// biome-ignore lint/style/noRestrictedImports: as above.
import { present } from "@/lib/audit/present";
import type { AuditEvent as Spelled } from "./event";

/** Fails where an event of the log is not as its page of the reference says, or has no sentence that a person understands. */
export function expectAsItsPageSays(spelled: Spelled): void {
  // safe because the contract of the tests and the product's own type spell the same events
  const event = spelled as unknown as AuditEvent;
  if (!isEventType(event.type) || !isWritten(event.type)) throw new Error(`${event.type} has no page.`);
  expect(problemsOf(event, referenceOf(event.type)), `${event.type} ${JSON.stringify(event)}`).toEqual([]);
  const { title, sentence } = present(event);
  expect(title).not.toBe(event.type);
  expect(sentence, event.type).toMatch(/^[A-Za-z]/);
  expect(sentence, event.type).not.toMatch(/undefined|null|somebody|something|an unknown server|unknown agent/);
}

/** These events, none of which is other than its page says. */
export function asTheirPagesSay(events: Spelled[]): Spelled[] {
  for (const event of events) expectAsItsPageSays(event);
  return events;
}
