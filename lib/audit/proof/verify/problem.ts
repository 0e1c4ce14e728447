import { toEventId } from "@/lib/kernel/ids";

/** What verification finds, by what was changed. */
export type ProblemKind =
  /** The content of an event is not what was sealed. */
  | "content"
  /** The columns that searches go by do not say what the content says. */
  | "columns"
  /** The leaf hash that is stored with the event is not the one that was sealed. */
  | "leaf"
  /** An event that was sealed is gone, and retention has not removed it. */
  | "deleted"
  /** An event that was never sealed stands among those that were. */
  | "inserted"
  /** Events do not stand in the order that they were sealed in. */
  | "reordered"
  /** Stored hashes of the tree were changed. */
  | "tile"
  /** The head of the tree does not fit the tree. */
  | "head"
  /** A checkpoint does not fit the tree. */
  | "checkpoint"
  /** A checkpoint is not signed by a key of this installation. */
  | "signature"
  /** The log is shorter than a checkpoint says that it was. */
  | "rolled_back"
  /** A personal value is not the one that events have committed to. */
  | "personal"
  /** Stored arguments or results are not what their event has committed to, or are gone and nobody has erased them. */
  | "payload"
  /** Stored arguments or results were sealed with another secret: nothing can be said of them. */
  | "unopened";

/** One thing that is wrong, and where: the place in the log (from 0), the event, and a sentence. */
export type Problem = { kind: ProblemKind; index?: number; event?: string; text: string };

/** How many problems are kept in detail. All are counted. */
const keptMax = 1_000;

/** The problems of one verification. */
export type Problems = { kept: Problem[]; count: number };

export const noProblems = (): Problems => ({ kept: [], count: 0 });

/** Adds a problem; `uuid` is the event's. */
export function found(
  problems: Problems,
  kind: ProblemKind,
  text: string,
  { index, uuid }: { index?: number | undefined; uuid?: string | undefined } = {},
): void {
  problems.count += 1;
  if (problems.kept.length >= keptMax) return;
  problems.kept.push({
    kind,
    ...(index === undefined ? {} : { index }),
    ...(uuid === undefined ? {} : { event: toEventId(uuid) }),
    text,
  });
}
