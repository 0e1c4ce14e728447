import {
  type ArgumentField,
  isObject,
  readArguments,
  readJson,
  writeArguments,
} from "@/components/arguments/argument-fields";
import type { DecideCallInput } from "@/lib/registry/decisions/decide-call";
import { oneOf, type Query, toPairs } from "../../../_parts/console-props";

/** Whether arguments are written in fields or as JSON. */
export type ArgumentForm = "fields" | "json";

/** What the address says, as it was given: everything is shown again, understood or not. */
export type Question = {
  instance: string;
  server: string;
  tool: string;
  ip: string;
  at: string;
  /** `with:` or `without:` and the id of a policy; empty for the policies in force. */
  policies: string;
};

/** The names that every address of this page may carry; the others are pointers into the arguments. */
const names = new Set([
  ...["instance", "server", "tool", "arguments", "event", "ip", "at"],
  ...["policies", "policy", "without", "form", "as", "ask", "asked"],
]);

export function readQuestion(query: Query): { question: Question; notUnderstood: string[] } {
  const text = (name: string): string => oneOf(query, name)?.trim() ?? "";
  const [put, out] = [text("policy"), text("without")];
  const policies = text("policies") || (put !== "" ? `with:${put}` : out !== "" ? `without:${out}` : "");
  const notUnderstood = toPairs(query)
    .filter(([name]) => !names.has(name) && !name.startsWith("/"))
    .map(([name]) => `"${name}" is not part of a question.`);
  if (put !== "" && out !== "")
    notUnderstood.push("One policy is put in force or switched off at a time: this is the answer with the first.");
  const [instance, server, tool] = [text("instance"), text("server"), text("tool")];
  return { question: { instance, server, tool, ip: text("ip"), at: text("at"), policies }, notUnderstood };
}

/** Whether an answer is wanted: the button was pressed, for this tool before, or a link brought arguments along. */
export function wantsAnswer(query: Query, { server, tool }: Question): boolean {
  if (oneOf(query, "ask") !== undefined || oneOf(query, "asked") === askedOf({ server, tool })) return true;
  return oneOf(query, "form") === undefined && oneOf(query, "arguments") !== undefined;
}

export const askedOf = ({ server, tool }: Pick<Question, "server" | "tool">): string => `${server}/${tool}`;

export type WrittenArguments = {
  /** undefined where they could not be read; `problems` or `problem` says why. */
  args: Record<string, unknown> | undefined;
  shown:
    | {
        form: "fields";
        fields: readonly ArgumentField[];
        typed: ReadonlyMap<string, string>;
        problems: ReadonlyMap<string, string>;
      }
    | { form: "json"; text: string; problem: string | undefined };
  /** Why they stand there as JSON although fields were wanted. */
  note: string | undefined;
};

/**
 * The arguments of the address, and how they are shown. `fields` undefined: no form can be made of the tool's schema. What
 * cannot be read stays where it was typed.
 */
export function readWritten(query: Query, fields: readonly ArgumentField[] | undefined): WrittenArguments {
  const from = oneOf(query, "form");
  const as = oneOf(query, "as") === "json" ? "json" : "fields";
  if (from === "fields" && fields !== undefined) {
    const typed = new Map(toPairs(query).filter(([name]) => name.startsWith("/")));
    const { args, problems } = readArguments(fields, (pointer) => typed.get(pointer));
    if (as === "fields" || problems.size > 0)
      return {
        args: problems.size > 0 ? undefined : args,
        shown: { form: "fields", fields, typed, problems },
        note: as === "json" ? "These become JSON as soon as every field can be read." : undefined,
      };
    return { args, shown: { form: "json", text: toText(args), problem: undefined }, note: undefined };
  }
  const text = oneOf(query, "arguments") ?? "";
  const read = text.trim() === "" ? { value: {} } : readJson(text);
  if ("problem" in read || !isObject(read.value)) {
    const problem = "problem" in read ? read.problem : 'Arguments are a JSON object, such as {"title": "Hello"}.';
    return { args: undefined, shown: { form: "json", text, problem }, note: undefined };
  }
  const args = read.value;
  const asJson = { form: "json", text: text.trim() === "" ? "" : toText(args), problem: undefined } as const;
  if (as === "json") return { args, shown: asJson, note: undefined };
  if (fields === undefined)
    return { args, shown: asJson, note: "The tool's schema does not name its arguments, so they are written as JSON." };
  // Nothing was typed yet: a list that must be there is no reason to leave the form.
  const typed = text.trim() === "" ? new Map<string, string>() : writeArguments(fields, args);
  if (typed === undefined)
    return { args, shown: asJson, note: "The form has no place for all of these, so they are shown as JSON." };
  return { args, shown: { form: "fields", fields, typed, problems: new Map() }, note: undefined };
}

const toText = (args: Record<string, unknown>): string => JSON.stringify(args, null, 2);

/** The policies that the question is asked under; undefined for those in force, and for what names none. */
export function readDraft(policies: string): DecideCallInput["draft"] {
  const [kind, id] = [policies.slice(0, policies.indexOf(":")), policies.slice(policies.indexOf(":") + 1)];
  if (id === "") return undefined;
  if (kind === "with") return { policy: id };
  return kind === "without" ? { policy: id, rule: null } : undefined;
}

/** A time without a zone is UTC, like every time here. */
export const readAt = (at: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(at)
    ? `${at}:00Z`
    : /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/.test(at)
      ? `${at}Z`
      : at;
