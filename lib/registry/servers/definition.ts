/** A tool as its server defines it: what the definition hash covers (DESIGN §8). */
export type ToolDefinition = {
  name: string;
  title?: string | undefined;
  description?: string | undefined;
  inputSchema: Record<string, unknown>;
  outputSchema?: Record<string, unknown> | undefined;
  annotations?: Record<string, unknown> | undefined;
};

/** A tool's name as an action (seed P32): lower-case letters, digits and underscores. */
export function toToolSlug(name: string): string {
  const slug = name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "_")
    .replace(/^_+|_+$/g, "");
  return slug === "" ? "tool" : slug.slice(0, 100);
}

/** Slugs for many names, unique among themselves and against `taken`: the first keeps the plain form, others get a number. */
export function toUniqueSlugs(names: readonly string[], taken: ReadonlySet<string>): Map<string, string> {
  const used = new Set(taken);
  const slugs = new Map<string, string>();
  for (const name of [...names].sort()) {
    const plain = toToolSlug(name);
    let slug = plain;
    for (let n = 2; used.has(slug); n += 1) slug = `${plain}_${n}`;
    used.add(slug);
    slugs.set(name, slug);
  }
  return slugs;
}
