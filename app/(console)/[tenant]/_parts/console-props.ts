/** A page's query as Next hands it over. */
export type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What Next hands a page of the console. The parts of the path arrive decoded, because `page()` wraps every page. */
export type ConsoleProps<Part extends string = never> = {
  params: Promise<{ tenant: string } & Record<Part, string>>;
  searchParams: Promise<Query>;
};

/** The query as name and value pairs, repeated names one by one. */
export const toPairs = (query: Query): [name: string, value: string][] =>
  Object.entries(query).flatMap(([name, value]) =>
    (value === undefined ? [] : [value].flat()).map((one): [string, string] => [name, one]),
  );

/** The one value of a name; of several, the first. */
export const oneOf = (query: Query, name: string): string | undefined => [query[name] ?? []].flat()[0];
