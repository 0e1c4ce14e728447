import type { Agent, CallLimit, Human, Instance, Server, Tool } from "@/lib/db/rows";
import { about } from "../internal/about";
import { type LimitKind, type LimitNumbers, toNumberWords, toSubjectWords } from "./limit-words";

/** A limit as the API and the console show it. */
export type LimitView = LimitNumbers & {
  id: string;
  kind: LimitKind;
  /**
   * A server's key, `<server>/<tool>`, an agent's slug, a human's key, an instance's id. null: every one of the kind, each for
   * itself; of the environment always null.
   */
  subject: string | null;
  /** As people know it; null where `subject` is. */
  subjectName: string | null;
  updatedAt: string;
};

export const limitParts = {
  server: true,
  tool: { include: { server: true } },
  agent: true,
  human: true,
  instance: true,
} as const;

/** Whom a limit is of; everything null: every one of the kind. */
export type Subject = {
  server: Server | null;
  tool: (Tool & { server: Server }) | null;
  agent: Agent | null;
  human: Human | null;
  instance: Instance | null;
};
export type LimitRow = CallLimit & Subject;

export const toSubjectKey = ({ server, tool, agent, human, instance }: Subject): string | null =>
  server?.key ?? (tool && `${tool.server.key}/${tool.name}`) ?? agent?.slug ?? human?.key ?? instance?.id ?? null;

export function toLimitView(row: LimitRow): LimitView {
  const { server, tool, agent, human, instance } = row;
  const subject = toSubjectKey(row);
  const name = server?.name ?? tool?.name ?? agent?.name ?? human?.name ?? human?.email ?? instance?.label;
  return {
    id: row.id,
    kind: row.kind,
    subject,
    subjectName: name ?? subject,
    ...numbersOf(row),
    updatedAt: row.updatedAt.toISOString(),
  };
}

export const numbersOf = ({ calls, seconds, concurrent }: LimitNumbers): LimitNumbers => ({
  calls,
  seconds,
  concurrent,
});

/** What an event of a limit says in every case. It is found by whomever the limit is of. */
export function aboutLimit(row: LimitRow) {
  const { agent, human, instance } = row;
  const server = row.server ?? row.tool?.server;
  const subject = about({
    ...(server && { server }),
    ...(agent && { agent }),
    ...(human && { human }),
    ...(instance && { instance }),
  });
  return {
    ...subject,
    refs: { ...subject.refs, resource: subject.refs.resource ?? { id: row.id, key: row.id } },
    resource: { type: "limit", key: row.id, name: toLimitName(row) },
  };
}

/** A limit as the `before` and `after` of its events say it. */
export const recordedLimit = (row: LimitRow) => ({ kind: row.kind, subject: toSubjectKey(row), ...numbersOf(row) });

/** "10 calls in 60 seconds for every human". */
const toLimitName = (row: LimitRow): string =>
  `${toNumberWords(row)} for ${toSubjectWords(row.kind, toSubjectKey(row))}`;
