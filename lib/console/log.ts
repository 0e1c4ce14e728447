import "server-only";
import { maskShapes } from "@/lib/audit/redact";
import { now } from "@/lib/kernel/clock";
import { env } from "@/lib/kernel/env";
import { isHouseError } from "@/lib/kernel/errors";

const levels = ["debug", "info", "warn", "error"] as const;
export type LogLevel = (typeof levels)[number];

/** One line of JSON on stderr, if LOG_LEVEL lets it through. Texts are masked: a line never holds a credential. */
export function log(level: LogLevel, message: string, fields: Record<string, unknown> = {}): void {
  const least = env().LOG_LEVEL;
  if (least === "silent" || levels.indexOf(level) < levels.indexOf(least)) return;
  const line = JSON.stringify(
    { time: now().toISOString(), level, message: maskShapes(message), ...fields },
    (_, value) => (typeof value === "string" ? maskShapes(value) : value),
  );
  process.stderr.write(`${line}\n`);
}

/** What the log may know of an error: what it is, where it arose and, of ours, its private detail. */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    ...("code" in error && typeof error.code === "string" ? { code: error.code } : {}),
    reason: reasonOf(error),
    ...(isHouseError(error) && Object.keys(error.detail).length > 0 ? { detail: error.detail } : {}),
    stack: framesOf(error),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}

/** Prisma quotes the arguments of a refused query, values and all, above the last paragraph, which says why. */
function reasonOf(error: Error): string {
  const text = error.name.startsWith("PrismaClient") ? (error.message.trim().split("\n").at(-1) ?? "") : error.message;
  return text.slice(0, 500);
}

/** Where it arose, without the message that a stack begins with. */
const framesOf = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12)
    .map((line) => line.trim());
