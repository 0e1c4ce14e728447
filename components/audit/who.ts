import { actor, person, who } from "@/lib/audit/catalog/words";
import type { AuditEvent } from "@/lib/audit/event";

/** Who did it and, where that is someone else, under whose authority. */
export function toWho(event: AuditEvent): { actor: string; human: string | null } {
  return { actor: actor(event), human: event.actor.type === "agent" && event.human !== null ? person(event) : null };
}

/** The sentence without its subject, for rows that show the subject in a column of its own. */
export function withoutWho(event: AuditEvent, sentence: string): string {
  for (const opening of [`${who(event)} `, `${actor(event)}: `])
    if (sentence.startsWith(opening)) return sentence.slice(opening.length);
  return sentence;
}
