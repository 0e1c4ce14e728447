import Link from "next/link";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { catalog, eventTypes } from "@/lib/audit/catalog";
import { FacetFilter, type FacetOption } from "./facet-filter";
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
import { TimeFilter } from "./time-filter";
import { toTimeWords } from "./time-range";

const timeNames: readonly string[] = ["range", "from", "to"];

export type FilterOptions = Partial<Record<FilterName, readonly FacetOption[]>>;

const fixed = {
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
} as const satisfies FilterOptions;

/**
 * The filters of a log as a form whose fields are the URL. A filter is offered when it has options (type, outcome and
 * decision bring their own) and stays visible as a chip when the URL holds a value nobody offered.
 */
export function FilterBar({
  action,
  params,
  options = {},
  hide = [],
  notUnderstood = [],
  freeText = false,
}: {
  /** The page's path, without a query. */
  action: string;
  /** The page's query, as it came. */
  params: readonly QueryPair[];
  options?: FilterOptions | undefined;
  /** Filters that make no sense here: `human` on a human's own page. */
  hide?: readonly FilterName[] | undefined;
  /** What of the query could not be understood; said aloud, never dropped in silence. */
  notUnderstood?: readonly string[] | undefined;
  /** Offers a field for words, as the parameter `q`. */
  freeText?: boolean | undefined;
}) {
  const pairs = toFilterPairs(params);
  const offered: FilterOptions = { ...fixed, ...options };
  const shown = filterNames.filter((name) => offered[name] !== undefined && !hide.includes(name));
  const labelOf = (name: FilterName, value: string) =>
    offered[name]?.find((option) => option.value === value)?.label ?? value;
  const [range] = valuesOf(pairs, "range");
  const [from] = valuesOf(pairs, "from");
  const [to] = valuesOf(pairs, "to");
  const [words] = valuesOf(pairs, "q");
  const timed = pairs.filter(([name]) => timeNames.includes(name));
  const chips = [
    ...(timed.length === 0
      ? []
      : [
          {
            key: "time",
            title: "Time",
            words: toTimeWords({ range, from, to }),
            href: toHref(
              action,
              pairs.filter(([name]) => !timeNames.includes(name)),
            ),
          },
        ]),
    ...filterNames.flatMap((name) =>
      valuesOf(pairs, name).map((value) => ({
        key: `${name}=${value}`,
        title: filterLabels[name],
        words: labelOf(name, value),
        href: toHref(
          action,
          pairs.filter((pair) => !(pair[0] === name && pair[1] === value)),
        ),
      })),
    ),
  ];
  const kept = pairs.filter(([name]) => name === "limit" || hide.some((each) => each === name));

  return (
    <div className="grid min-w-0 gap-2">
      <FilterForm action={action} query={toHref(action, pairs)}>
        {kept.map(([name, value]) => (
          <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
        ))}
        {freeText && (
          <label className="relative w-full sm:w-56">
            <span className="sr-only">Search the log</span>
            <Icon
              name="search"
              size={15}
              className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-fg-subtle"
            />
            <input type="search" name="q" defaultValue={words} placeholder="Search…" className="control pl-8" />
          </label>
        )}
        <TimeFilter range={range} from={from} to={to} />
        {shown.map((name) => (
          <FacetFilter
            key={name}
            name={name}
            label={filterLabels[name]}
            options={offered[name] ?? []}
            selected={valuesOf(pairs, name)}
          />
        ))}
      </FilterForm>
      {chips.length > 0 && (
        <ul aria-label="Active filters" className="flex flex-wrap items-center gap-1.5">
          {chips.map(({ key, title, words: says, href }) => (
            <li
              key={key}
              className="inline-flex max-w-full items-center rounded-full border border-line-strong bg-sunken pl-2.5 text-xs"
            >
              <span className="min-w-0 truncate">
                <span className="text-fg-muted">{title}: </span>
                {says}
              </span>
              <Link
                href={href}
                scroll={false}
                aria-label={`Remove ${title}: ${says}`}
                className="ml-0.5 grid size-6 shrink-0 place-items-center rounded-full text-fg-subtle hover:bg-selected hover:text-fg"
              >
                <Icon name="close" size={13} />
              </Link>
            </li>
          ))}
          <li>
            <Link
              href={action}
              scroll={false}
              className="rounded-xs px-1 py-1 text-fg-muted text-xs hover:text-fg hover:underline"
            >
              Clear all
            </Link>
          </li>
        </ul>
      )}
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
