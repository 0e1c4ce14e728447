import type { Sparse } from "./kind";

/** Whoever did it: "Cursor for Alice", "Olga Owner". */
export function who(event: Sparse): string {
  const name = actor(event);
  return event.actor?.type === "agent" && event.human ? `${name} for ${person(event)}` : name;
}

export const actor = ({ actor }: Sparse): string => actor?.name ?? actor?.key ?? "Somebody";

/** The human that the event concerns, as people know them: by name, else by e-mail, else by key. */
export const person = ({ human }: Sparse): string => human?.name ?? human?.email ?? human?.key ?? "somebody";

export const what = ({ resource }: Sparse): string => resource?.name ?? resource?.key ?? "something";
export const tool = ({ tool }: Sparse): string => tool?.name ?? "a tool";
export const where = ({ server, check, resource }: Sparse): string =>
  server ?? check?.resource ?? (resource?.type === "server" ? resource.key : undefined) ?? "an unknown server";
export const instance = ({ instance, resource }: Sparse): string => instance?.label ?? resource?.name ?? "an instance";
export const agent = ({ agent, resource }: Sparse): string => agent?.name ?? resource?.name ?? "an agent";

/** One side of a changed field that is a word: a level, a role. */
export function changed(event: Sparse, side: "before" | "after", field: string): string | undefined {
  const value = event.changes?.[side]?.[field];
  return typeof value === "string" ? value : undefined;
}

/** Why, to be put after a colon; empty where nobody said. A text that is a sentence of its own loses its full stop. */
export function because(event: Sparse): string {
  const text = event.reason?.text ?? event.error?.message;
  return text ? `: ${text.replace(/\.$/, "")}` : "";
}

/** `[1, "tool"]` → "1 tool". */
export const counted = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
