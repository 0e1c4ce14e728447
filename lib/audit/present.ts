import { catalog, isEventType } from "./catalog";
import type { Sparse } from "./catalog/kind";

/** What the eye sees of one event. */
export type PresentedEvent = { title: string; family: string; sentence: string };

/** Never throws: a row of an unknown or older kind is shown plainly by its type. */
export function present(event: Sparse): PresentedEvent {
  const type = typeof event.type === "string" ? event.type : "unknown";
  if (isEventType(type)) {
    const kind = catalog[type];
    try {
      return { title: kind.title, family: kind.family, sentence: kind.sentence(event) };
    } catch {
      // An old row may hold something else where today's sentence reads; its type still says what happened.
    }
  }
  return { title: type, family: "Other", sentence: `${event.actor?.name ?? event.actor?.key ?? "Somebody"}: ${type}` };
}
