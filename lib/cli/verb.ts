import "server-only";

/** What a verb gives: one object for `--json`, and the same for a person to read. */
export type Said = { json: unknown; text: string /** Said, and not well: exit code 1. */; refused?: boolean };

/** One verb of the command line. A stream has written its lines itself and says nothing more. */
export type Verb = {
  /** As it stands in the usage, after the verb's words. */
  usage: string;
  about: string;
  run(args: readonly string[]): Promise<Said | undefined>;
};

/** Wrong usage: exit code 2, with the usage text. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
