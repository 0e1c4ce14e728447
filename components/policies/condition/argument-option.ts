/** What a value may be, as an input schema says it. */
export const jsonTypes = ["string", "number", "boolean", "list", "object", "null"] as const;
export type JsonType = (typeof jsonTypes)[number];

/** An argument that covered tools take. A `*` in its path stands for the elements of a list. */
export type ArgumentOption = {
  path: readonly string[];
  types: readonly JsonType[];
  /** All values that it may have, where the schema lists them. */
  values?: readonly (string | number | boolean)[];
  /** Whether every tool that takes it asks for it. */
  required: boolean;
  /** Tools that take it: a few by name, and how many there are. */
  tools: readonly string[];
  toolCount: number;
};

/** The option at a path; undefined where no schema names it. */
export const optionAt = (options: readonly ArgumentOption[], path: readonly string[]): ArgumentOption | undefined =>
  options.find((option) => option.path.length === path.length && option.path.every((key, i) => key === path[i]));
