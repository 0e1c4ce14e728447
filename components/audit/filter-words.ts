import { type FilterName, filterLabels, filterNames, type QueryPair, valuesOf } from "./filter-params";

const timeNames: ReadonlySet<string> = new Set(["range", "from", "to"]);

/** One filter that is set, in words; `left` is the query without it. A time is said by whoever shows it, on their clock. */
export type FilterWord = { key: string; title: string; says: string | "time"; left: QueryPair[] };

/** What a query asks for, filter by filter. */
export function toFilterWords(
  pairs: readonly QueryPair[],
  labelOf: (name: FilterName, value: string) => string,
): FilterWord[] {
  const without = (drop: (pair: QueryPair) => boolean): QueryPair[] => pairs.filter((pair) => !drop(pair));
  const [words] = valuesOf(pairs, "q");
  return [
    ...(words === undefined
      ? []
      : [{ key: "q", title: "Search", says: words, left: without(([name]) => name === "q") }]),
    ...(pairs.some(([name]) => timeNames.has(name))
      ? [{ key: "time", title: "Time", says: "time", left: without(([name]) => timeNames.has(name)) }]
      : []),
    ...filterNames.flatMap((name) =>
      valuesOf(pairs, name).map((value) => ({
        key: `${name}=${value}`,
        title: filterLabels[name],
        says: labelOf(name, value),
        left: without((pair) => pair[0] === name && pair[1] === value),
      })),
    ),
    ...(valuesOf(pairs, "order").includes("asc")
      ? [{ key: "order", title: "Order", says: "oldest first", left: without(([name]) => name === "order") }]
      : []),
  ];
}
