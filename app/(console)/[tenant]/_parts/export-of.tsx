import { ExportDialog } from "@/components/audit/export-dialog";
import { labelOf, type NamedValues } from "@/components/audit/filter-bar";
import {
  type FilterName,
  filterLabels,
  type QueryPair,
  toFilterPairs,
  valuesOf,
} from "@/components/audit/filter-params";
import { toFilterWords } from "@/components/audit/filter-words";
import { TimeWordsOf } from "@/components/audit/time-words-of";
import { type AuditSearch, emptySearch, toSearchParams } from "@/lib/audit/search";
import { paths } from "@/lib/kernel/paths";
import type { Within } from "./activity";

/** Exports what a page's search finds: all of it, wherever in it the page stands. */
export function ExportOf({
  tenant,
  search,
  within,
  pairs,
  names,
}: {
  tenant: string;
  search: AuditSearch;
  within: Within;
  pairs: readonly QueryPair[];
  names: NamedValues;
}) {
  const { cursor: _, limit: __, ...asked } = search;
  const filters = toFilterPairs(pairs);
  const [[range], [from], [to]] = [valuesOf(filters, "range"), valuesOf(filters, "from"), valuesOf(filters, "to")];
  const given = Object.entries(within).flatMap(([name, values]) =>
    values.map((value) => {
      const field = name as FilterName; // safe because the keys of Within are names of filters
      return { key: `${name}=${value}`, title: filterLabels[field], says: labelOf(names, field, value) };
    }),
  );
  const words = toFilterWords(filters, (name, value) => labelOf(names, name, value)).map(({ key, title, says }) => ({
    key,
    title,
    says: key === "time" ? <TimeWordsOf range={range} from={from} to={to} /> : says,
  }));
  const oldest = toSearchParams({ ...emptySearch(), ...asked, order: "asc", limit: 1 });
  return (
    <ExportDialog
      action={paths.api(tenant, "events/export")}
      fields={[...toSearchParams(asked)]}
      address={{
        file: paths.api(tenant, `events/export?${toSearchParams(asked)}`.replace(/\?$/, "")),
        oldest: paths.api(tenant, `events?${oldest}`),
        from: search.from,
        to: search.to,
        ascending: search.order === "asc",
      }}
      words={[...given, ...words]}
      verify={paths.docsVerify()}
    />
  );
}
