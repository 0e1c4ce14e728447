import { catalog, isEventType } from "./catalog";
import type { AuditEvent } from "./event";

/** What the eye sees of one event. */
export type PresentedEvent = { title: string; family: string; sentence: string };

/** Never throws: a row of an unknown or older kind is shown plainly by its type. */
export function present(event: AuditEvent): PresentedEvent {
  if (isEventType(event.type)) {
    const kind = catalog[event.type];
    try {
      return { title: kind.title, family: kind.family, sentence: kind.sentence(event) };
    } catch {
      // An old row may lack a field that today's sentence reads; its type still says what happened.
    }
  }
  return { title: event.type, family: "Other", sentence: `${event.actor.name ?? event.actor.key}: ${event.type}` };
}
