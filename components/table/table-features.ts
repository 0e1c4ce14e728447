import { metaHelper, type TableFeatures, tableFeatures } from "@tanstack/react-table";

/** What a column may say about how it is shown. */
export type ColumnLook = {
  /** Numbers and actions stand at the end. */
  align?: "start" | "end" | undefined;
  /** A CSS width for the column. */
  width?: string | undefined;
  /** Left out when the table stands in a narrow container. */
  wideOnly?: boolean | undefined;
  /** Names the row: its heading when rows become cards. */
  isRowHeader?: boolean | undefined;
  /** The heading is for assistive technology only. */
  hideHeader?: boolean | undefined;
  /** The name to sort by in the URL. Only columns that have one offer sorting. */
  sortBy?: string | undefined;
};

type Bindings = NonNullable<TableFeatures["coreReactivityFeature"]>;

const neverChanges = { unsubscribe: () => {} };

/*
 * A table of the server is rendered once and never changes, so nothing needs to be observed: these bindings read and
 * write plain values. It is what lets TanStack's core run in a server component and ship no script.
 */
const still: Bindings = {
  createOptionsStore: false,
  wrapExternalAtoms: false,
  addSubscription: () => {},
  createWritableAtom: (initial) => {
    let value = initial;
    return {
      get: () => value,
      set: (next: unknown) => {
        value = typeof next === "function" ? next(value) : next;
      },
      subscribe: () => neverChanges,
    } as never; // safe because only get and set are called while a table is built and read
  },
  createReadonlyAtom: (read) => ({ get: read, subscribe: () => neverChanges }) as never, // safe as above
  untrack: (read) => read(),
  batch: (run) => run(),
  schedule: () => {},
};

export const features = tableFeatures({
  coreReactivityFeature: still,
  columnMeta: metaHelper<ColumnLook>(),
});
export type Features = typeof features;
