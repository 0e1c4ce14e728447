import type { ActionState } from "@/lib/console/action-state";

/** Lists of boxes in the form of a policy. */
const lists = ["scope.servers[]", "scope.humans[]", "scope.agents[]"];

/** What was typed, with every box that was ticked: a form that comes back without script shows it again. */
export function typedIn(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string" && !name.startsWith("$")) values[name] = value;
  for (const name of lists) values[name] = form.getAll(name).join("\n");
  return values;
}

/** A refusal that gives everything back, and says at each field what is wrong inside it: `scope.humans.0` is about `scope.humans`. */
export function withTyped<T>(state: ActionState<T>, form: FormData): ActionState<T> {
  if (state?.ok !== false) return state;
  const fields = { ...state.fields };
  for (const [path, message] of Object.entries(state.fields)) {
    const parts = path.split(".");
    const field = parts[0] === "scope" ? parts.slice(0, 2).join(".") : (parts[0] ?? path);
    fields[field] ??= message;
  }
  return { ...state, fields, values: { ...state.values, ...typedIn(form) } };
}
