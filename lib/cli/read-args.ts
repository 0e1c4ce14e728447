import "server-only";
import { parseArgs } from "node:util";
import type { z } from "zod";
import { UsageError } from "./verb";

type Spec<Options extends string, Flags extends string> = {
  /** Names of the words that stand without a dash, in order; each is needed. */
  words?: readonly string[];
  options?: readonly Options[];
  flags?: readonly Flags[];
};

type Args<Options extends string, Flags extends string> = {
  words: readonly string[];
  options: Partial<Record<Options, string>>;
  flags: ReadonlySet<Flags>;
};

/** Reads what follows a verb. Throws `UsageError` for anything that the verb does not know or lacks. */
export function readArgs<Options extends string = never, Flags extends string = never>(
  args: readonly string[],
  { words = [], options = [], flags = [] }: Spec<Options, Flags>,
): Args<Options, Flags> {
  const { values, positionals } = parse(args, options, flags);
  const missing = words[positionals.length];
  if (missing !== undefined) throw new UsageError(`${missing} is missing.`);
  const extra = positionals[words.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`);
  const given = (name: string) => values[name] !== undefined;
  return {
    words: positionals,
    // safe because parseArgs gives a string for each option of type string
    options: Object.fromEntries(options.filter(given).map((name) => [name, values[name]])) as Args<
      Options,
      Flags
    >["options"],
    flags: new Set(flags.filter(given)),
  };
}

type Parsed = { values: Record<string, unknown>; positionals: string[] };

function parse(args: readonly string[], options: readonly string[], flags: readonly string[]): Parsed {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries([
        ...options.map((name) => [name, { type: "string" as const }]),
        ...flags.map((name) => [name, { type: "boolean" as const }]),
      ]),
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? (error.message.split("\n")[0] ?? "") : "");
  }
}

/**
 * Reads input by the schema of the verb that runs it. `spelled` is how a field is written on the command line. Throws
 * `UsageError` where something is missing, because then the usage helps; a value that is wrong is said by the schema.
 */
export function readInput<T>(schema: z.ZodType<T>, value: unknown, spelled: Readonly<Record<string, string>>): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const name = String(issue?.path[0] ?? "");
  throw new UsageError(`${spelled[name] ?? name}: ${issue?.message ?? "is wrong"}`);
}

/** The value of an option that a verb cannot do without. */
export function need(value: string | undefined, spelled: string): string {
  if (value === undefined || value === "") throw new UsageError(`${spelled} is missing.`);
  return value;
}
