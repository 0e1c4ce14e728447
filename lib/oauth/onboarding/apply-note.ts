import type { Attempt, Note, Step } from "./step";

/** An attempt with what was noted: of each step the last, and the client under its name once it has said it. */
export function applyNote(
  before: Omit<Attempt, "id" | "updatedAtMs"> | undefined,
  note: Note,
  atMs: number,
): Omit<Attempt, "id" | "updatedAtMs"> {
  const step: Step = {
    step: note.step,
    at: new Date(atMs).toISOString(),
    ok: note.ok,
    ...(note.code !== undefined && { code: short(note.code, 60) }),
    ...(note.text !== undefined && { text: short(note.text, 500) }),
    ...(note.sent !== undefined && { sent: short(note.sent, 300) }),
  };
  return {
    clientId: before?.clientId ?? (note.clientId === undefined ? null : short(note.clientId, 2_000)),
    client: note.clientName === undefined ? (before?.client ?? null) : short(note.clientName, 120),
    server: before?.server ?? (note.server == null ? null : short(note.server, 100)),
    ip: before?.ip ?? note.ip,
    userAgent: before?.userAgent ?? (note.userAgent === null ? null : short(note.userAgent, 300)),
    steps: [...(before?.steps ?? []).filter((one) => one.step !== step.step), step],
  };
}

/** PostgreSQL stores no NUL, and half of a surrogate pair is no text. */
const short = (text: string, max: number): string => text.replaceAll("\0", "").slice(0, max).toWellFormed();
