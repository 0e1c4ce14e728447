import type { z } from "zod";
import type { AuditEvent } from "../../event";

export type Field = keyof AuditEvent;

/** What a kind of event is good for, what it holds, and one of it. */
export type Reference = {
  /** When it is written. */
  when: string;
  /** Who the actor is. */
  by: string;
  /** What to look at, or do. */
  todo: string;
  /** Fields that it may fill besides those of every event. */
  carries: readonly Field[];
  /** What stands in `details`, each field with its meaning. */
  details?: z.ZodObject;
  /** Which fields `changes.before` and `changes.after` may hold, each with its meaning. */
  changed?: z.ZodObject;
  /** An event of this kind, as far as it differs from the plain one (`exampleOf`). */
  example: Partial<AuditEvent>;
};
