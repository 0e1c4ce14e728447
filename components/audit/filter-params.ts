/** The fields of a search that hold lists, with how a person calls them. The names are the URL's. */
export const filterLabels = {
  type: "Type",
  outcome: "Outcome",
  decision: "Decision",
  agent: "Agent",
  instance: "Instance",
  human: "Human",
  actor: "Changed by",
  server: "Server",
  tool: "Tool",
  policy: "Policy",
  reason: "Reason",
} as const;
export type FilterName = keyof typeof filterLabels;
export const filterNames = Object.keys(filterLabels) as FilterName[]; // safe because keys of a const object are its literal keys

/** A query as name and value pairs, as `URLSearchParams` yields them. */
export type QueryPair = readonly [name: string, value: string];

export const isFilterName = (name: string): name is FilterName => Object.hasOwn(filterLabels, name);

/** What of a query is a place in the log, or how the page is shown, and no filter. */
export const placeNames: ReadonlySet<string> = new Set(["cursor", "at", "counts"]);

/** The same query with lists written out one value a pair, and without a place in it: every filter starts at the top. */
export function toFilterPairs(params: readonly QueryPair[]): QueryPair[] {
  return params.flatMap(([name, value]): QueryPair[] => {
    if (value === "" || placeNames.has(name)) return [];
    if (!isFilterName(name)) return [[name, value]];
    return value
      .split(",")
      .map((each) => each.trim())
      .filter((each) => each !== "")
      .map((each): QueryPair => [name, each]);
  });
}

export const valuesOf = (pairs: readonly QueryPair[], name: string): string[] =>
  pairs.filter(([each]) => each === name).map(([, value]) => value);

/** The link of these pairs; without any, the plain path. */
export function toHref(path: string, pairs: readonly QueryPair[]): string {
  const query = new URLSearchParams(pairs.map(([name, value]) => [name, value])).toString();
  return query === "" ? path : `${path}?${query}`;
}
