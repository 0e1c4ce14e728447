import type { Agent, Human, Instance, Report } from "@/lib/db/rows";
import { about } from "../internal/about";

/** "This should not have happened", as the console and the human's own page show it. */
export type ReportView = {
  id: string;
  /** The event that it is about, `evt_…`. */
  event: string;
  text: string;
  human: { key: string; name: string | null; email: string | null };
  /** Null where it was deleted since, or the event was of none. */
  instance: { id: string; label: string; agent: { slug: string; name: string } } | null;
  createdAt: string;
  resolvedAt: string | null;
};

/** What a query includes so that `toReportView` can show it. */
export const reportParts = { human: true, instance: { include: { agent: true } } } as const;

export type ReportRow = Report & { human: Human; instance: (Instance & { agent: Agent }) | null };

export const toReportView = (row: ReportRow): ReportView => ({
  id: row.id,
  event: row.eventId,
  text: row.text,
  human: { key: row.human.key, name: row.human.name, email: row.human.email },
  instance: row.instance && {
    id: row.instance.id,
    label: row.instance.label,
    agent: { slug: row.instance.agent.slug, name: row.instance.agent.name },
  },
  createdAt: row.createdAt.toISOString(),
  resolvedAt: row.resolvedAt?.toISOString() ?? null,
});

/** What an event of a report says in every case. */
export const aboutReport = ({ human, instance, eventId }: ReportRow) => ({
  ...about({ human, ...(instance && { instance, agent: instance.agent }) }),
  resource: { type: "event", key: eventId, name: eventId },
});
