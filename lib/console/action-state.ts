/**
 * What a server action says to its form; undefined before the first submission. `fields` is a sentence by field name,
 * `values` what was typed (secrets excepted), so that a form that was refused can show it again.
 */
export type ActionState<T = unknown> =
  | undefined
  | { ok: true; result: T }
  | { ok: false; message: string; fields: Record<string, string>; values: Record<string, string> };
