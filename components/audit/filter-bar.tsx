import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { catalog, eventTypes } from "@/lib/audit/catalog";
import { decisionReasons, limitReasons, refusalReasons } from "@/lib/audit/catalog/reasons";
import { EntityFilter } from "./entity-filter";
import { FacetFilter } from "./facet-filter";
import type { FacetOption } from "./facet-frame";
import { type FilterChip, FilterChips } from "./filter-chips";
import { FilterForm } from "./filter-form";
import {
  type FilterName,
  filterLabels,
  filterNames,
  type QueryPair,
  toFilterPairs,
  toHref,
  valuesOf,
} from "./filter-params";
import { toFilterWords } from "./filter-words";
import { TimeFilter } from "./time-filter";
import { toTimeWords } from "./time-range";
import { TimeWordsOf } from "./time-words-of";

/** Filters whose values are words of ours. Those of the others are things of the tenant. */
const fixed: Partial<Record<FilterName, readonly FacetOption[]>> = {
  type: [
    { value: "tool_calls", label: "Every tool call", group: "Tool calls" },
    ...eventTypes.map((type) => ({ value: type, label: catalog[type].title, note: type, group: catalog[type].family })),
  ],
  outcome: [
    { value: "success", label: "Success" },
    { value: "denied", label: "Denied" },
    { value: "error", label: "Error" },
    { value: "unknown", label: "Unknown" },
  ],
  decision: [
    { value: "allow", label: "Allowed" },
    { value: "deny", label: "Denied" },
  ],
  reason: [
    ...Object.entries(decisionReasons).map(([value, { label }]) => ({ value, label, note: value, group: "Decisions" })),
    ...Object.entries(limitReasons).map(([value, { label }]) => ({ value, label, note: value, group: "Limits" })),
    ...Object.entries(refusalReasons).map(([value, { label }]) => ({ value, label, note: value, group: "Refusals" })),
  ],
};

/** What things are called that the query names by key: field, value, name. */
export type NamedValues = Partial<Record<FilterName, ReadonlyMap<string, string>>>;

/** How a person calls a value of a filter. */
export const labelOf = (names: NamedValues, name: FilterName, value: string): string =>
  fixed[name]?.find((option) => option.value === value)?.label ?? names[name]?.get(value) ?? value;

/**
 * The filters of a log as a form whose fields are the URL: words, time, and a list for each field. What is chosen stands
 * below as chips, and what was not understood is said.
 */
export function FilterBar({
  action,
  params,
  names,
  summary,
  suggest,
  hide = [],
  place,
  notUnderstood = [],
}: {
  /** The page's path, without a query. */
  action: string;
  /** The page's query, as it came. */
  params: readonly QueryPair[];
  names: NamedValues;
  /** Address of the counts of the present search. */
  summary: string;
  /** Address of the suggestions. */
  suggest: string;
  /** Filters that make no sense here: `human` on a human's own page. */
  hide?: readonly FilterName[] | undefined;
  /** The place in the log that the page shows, as a chip. */
  place?: FilterChip | undefined;
  /** What of the query could not be understood; said aloud, never dropped in silence. */
  notUnderstood?: readonly string[] | undefined;
}) {
  const pairs = toFilterPairs(params);
  const [range] = valuesOf(pairs, "range");
  const [from] = valuesOf(pairs, "from");
  const [to] = valuesOf(pairs, "to");
  const [words] = valuesOf(pairs, "q");
  const chips = toFilterWords(pairs, (name, value) => labelOf(names, name, value)).map(
    ({ key, title, says, left }): FilterChip => ({
      key,
      title,
      says: key === "time" ? <TimeWordsOf range={range} from={from} to={to} /> : says,
      plain: key === "time" ? toTimeWords({ range, from, to }) : says,
      href: toHref(action, left),
    }),
  );
  const kept = pairs.filter(([name]) => name === "limit" || name === "order");

  return (
    <div className="grid min-w-0 gap-2">
      <FilterForm action={action} query={toHref(action, pairs)}>
        {kept.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        <div className="flex min-w-0 gap-1.5">
          <label className="relative min-w-0 flex-1 md:max-w-xl">
            <span className="sr-only">Search the log</span>
            <Icon
              name="search"
              size={15}
              className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-fg-subtle"
            />
            <input
              type="search"
              name="q"
              defaultValue={words}
              placeholder="Names, tools, reasons, ids, arguments…"
              autoComplete="off"
              className="control pl-8"
            />
          </label>
          <TimeFilter range={range} from={from} to={to} />
          {/* The button that Enter presses; the first of a form, whichever list is open. */}
          <button type="submit" className="sr-only">
            Search
          </button>
        </div>
        <div className="-mx-4 flex items-center gap-1.5 px-4 max-md:scroll-x md:mx-0 md:flex-wrap md:px-0">
          {filterNames
            .filter((name) => !hide.includes(name))
            .map((name) => {
              const options = fixed[name];
              const chosen = valuesOf(pairs, name);
              return options === undefined ? (
                <EntityFilter
                  key={name}
                  name={name}
                  label={filterLabels[name]}
                  selected={chosen.map((value) => ({ value, label: labelOf(names, name, value) }))}
                  summary={summary}
                  suggest={suggest}
                />
              ) : (
                <FacetFilter
                  key={name}
                  name={name}
                  label={filterLabels[name]}
                  options={options}
                  selected={chosen}
                  summary={summary}
                />
              );
            })}
        </div>
      </FilterForm>
      <FilterChips chips={[...(place === undefined ? [] : [place]), ...chips]} clear={action} />
      {notUnderstood.length > 0 && (
        <Notice tone="warning" title="Part of this address was not understood, so it filters nothing.">
          <ul className="list-disc pl-4">
            {notUnderstood.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Notice>
      )}
    </div>
  );
}
