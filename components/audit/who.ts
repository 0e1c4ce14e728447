import type { AuditEvent } from "@/lib/audit/event";

/** Who did it and, where that is someone else, under whose authority. */
export function toWho(event: AuditEvent): { actor: string; human: string | null } {
  return {
    actor: event.actor.name ?? event.actor.key,
    human:
      event.actor.type === "agent" && event.human !== null
        ? (event.human.name ?? event.human.email ?? event.human.key)
        : null,
  };
}

/** The sentence without its subject, for rows that show the subject in a column of its own. */
export function withoutWho(event: AuditEvent, sentence: string): string {
  // The catalogue names a human without a name by key, where a person is better served by the e-mail address.
  const actor = event.actor.name ?? event.actor.key;
  const human = event.actor.type === "agent" && event.human !== null ? (event.human.name ?? event.human.key) : null;
  const subject = human === null ? actor : `${actor} for ${human}`;
  for (const opening of [`${subject} `, `${actor}: `])
    if (sentence.startsWith(opening)) return sentence.slice(opening.length);
  return sentence;
}
