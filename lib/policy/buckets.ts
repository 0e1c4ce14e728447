import { decide, type Question } from "./decide";

/** What an instance may do on its servers before it has asked for anything (seeds S38–S42). Names are `server/tool`. */
export type Buckets = { allowed: string[]; denied: string[]; conditional: string[] };

/**
 * Sorts tools by what can be said without arguments. A tool is *conditional* when the answer depends on them;
 * plain policies cannot make one, argument conditions will.
 */
export function toBuckets(questions: Iterable<Omit<Question, "arguments">>): Buckets {
  const buckets: Buckets = { allowed: [], denied: [], conditional: [] };
  for (const question of questions) {
    const { decision } = decide({ ...question, arguments: { known: false } });
    buckets[decision === "allow" ? "allowed" : "denied"].push(`${question.serverKey}/${question.toolName}`);
  }
  return buckets;
}
