import "server-only";
import { isHouseError } from "@/lib/kernel/errors";
import type { ActionState } from "./action-state";
import { describeError, log } from "./log";

type Refused = Extract<ActionState, { ok: false }>;

/** Answers an error to the form that caused it: ours in its own words, anything else by the request id only, logged once. */
export function toActionState(error: unknown, requestId: string, form?: FormData): Refused {
  const refused = (message: string, fields: Record<string, string> = {}): Refused => ({
    ok: false,
    message,
    fields,
    values: form ? typedValues(form) : {},
  });
  if (isHouseError(error)) {
    switch (error.code) {
      case "unauthenticated":
      case "forbidden":
      case "not_found":
      case "limit":
        return refused(error.message);
      case "upstream":
        log("warn", error.message, { requestId, ...describeError(error) });
        return refused(error.message);
      case "conflict":
      case "invalid":
        return refused(error.message, toFields(error.issues));
      case "internal":
        break;
    }
  }
  log("error", "An action of the console failed.", { requestId, ...describeError(error) });
  return refused(`Something went wrong. Quote ${requestId} when you ask about it.`);
}

/** The first sentence for each field. */
export function toFields(issues: readonly { path: string; message: string }[]): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { path, message } of issues) fields[path] ??= message;
  return fields;
}

const secretField = /password|secret|token|(^|\.)value$/i;

/** What was typed, to be shown again; never a secret, which would travel back in the page. */
function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form)
    if (typeof value === "string" && !name.startsWith("$") && !secretField.test(name)) values[name] = value;
  return values;
}
