"use client";

import { type KeyboardEvent, useId, useRef, useState, useSyncExternalStore } from "react";
import type { Suggestion } from "@/lib/audit/suggest";
import { FacetFrame, type FacetOption, FacetRow } from "./facet-frame";
import type { FilterName } from "./filter-params";
import { toCountNote, useFacet } from "./use-facet";

const typingMs = 120;
const never = () => () => {};

type Found = { status: "idle" | "loading" | "failed"; text: string; items: readonly FacetOption[] };
const nothingAsked: Found = { status: "idle", text: "", items: [] };

/**
 * One filter whose values are things of the tenant, of which there may be any number: opens with those that occur most, and
 * finds others by what is typed, also those that were renamed or deleted since. Before any script has arrived the field
 * itself is the filter: a name, key or e-mail typed into it is applied.
 */
export function EntityFilter({
  name,
  label,
  selected,
  summary,
  suggest,
}: {
  name: FilterName;
  label: string;
  /** What is chosen, with names. */
  selected: readonly FacetOption[];
  summary: string;
  /** Address of the suggestions, without a query. */
  suggest: string;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [text, setText] = useState("");
  const [found, setFound] = useState(nothingAsked);
  // Ticked, and not among what is found any more.
  const [held, setHeld] = useState<readonly FacetOption[]>([]);
  const asked = useRef(0);
  const facet = useFacet(summary, name);
  const hasScript = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );

  const frequent = (facet.facet?.values ?? []).map(
    ({ value, label: says }): FacetOption => ({ value, label: says, note: says === value ? undefined : value }),
  );
  const counts = new Map(facet.facet?.values.map(({ value, n }) => [value, n]));
  const typed = text.trim();
  const answers = typed === "" ? frequent : found.items;
  const isKnown = answers.some((option) => [option.value, option.label].includes(typed));
  const asTyped: readonly FacetOption[] =
    typed === "" || isKnown ? [] : [{ value: typed, label: `“${typed}”`, note: "as typed" }];
  const onTop = unique([...selected, ...held]);
  const rows = unique([...onTop, ...answers, ...asTyped]);

  const type = (value: string) => {
    const ticked = new Set(boxes(list.current).flatMap((box) => (box.checked ? [box.value] : [])));
    setHeld(rows.filter((option) => ticked.has(option.value)).map(named));
    setText(value);
    asked.current += 1;
    const mine = asked.current;
    const wanted = value.trim();
    if (wanted === "") return setFound(nothingAsked);
    setFound(({ items }) => ({ status: "loading", text: wanted, items }));
    setTimeout(() => {
      if (mine !== asked.current) return;
      find(suggest, name, wanted).then(
        (items) => mine === asked.current && setFound({ status: "idle", text: wanted, items }),
        () => mine === asked.current && setFound({ status: "failed", text: wanted, items: [] }),
      );
    }, typingMs);
  };

  /** Enter ticks what was found first, and applies it. */
  const pressed = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== "Enter" || typed === "") return;
    event.preventDefault();
    if (found.status === "loading") return;
    const wanted = answers[0] ?? asTyped[0];
    const box = boxes(list.current).find((each) => each.value === wanted?.value);
    if (box === undefined) return;
    box.checked = true;
    document.getElementById(id)?.hidePopover();
  };

  const apply = () => {
    const touched = boxes(list.current).some((box) => box.checked !== box.defaultChecked);
    const form = list.current?.closest("form");
    if (touched) form?.requestSubmit();
    setText("");
    setFound(nothingAsked);
    setHeld([]);
    asked.current += 1;
  };

  return (
    <FacetFrame
      id={id}
      label={label}
      selected={selected}
      onOpen={facet.load}
      onClose={apply}
      note={typed === "" ? toCountNote(facet) : found.status === "failed" ? "Could not be looked up." : ""}
      className="w-92"
      find={
        <input
          type="search"
          {...(hasScript ? {} : { name })}
          aria-label={`Find ${label.toLowerCase()}`}
          placeholder="Name, key or e-mail"
          autoComplete="off"
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={pressed}
          className="control"
        />
      }
    >
      <div ref={list} className="min-h-8">
        {rows.map((option) => (
          <FacetRow
            key={option.value}
            name={name}
            option={option}
            count={counts.get(option.value)}
            defaultChecked={selected.some(({ value }) => value === option.value)}
          />
        ))}
        <p role="status" className={rows.length === 0 ? "px-2 py-1.5 text-fg-muted" : "sr-only"}>
          {facet.status === "loading" || found.status === "loading"
            ? "Looking…"
            : typed !== ""
              ? `${answers.length} found`
              : hasScript && rows.length === 0
                ? "Nothing of this kind among what the other filters leave."
                : ""}
        </p>
      </div>
    </FacetFrame>
  );
}

const boxes = (list: HTMLElement | null): HTMLInputElement[] => [
  ...(list?.querySelectorAll<HTMLInputElement>("input[type=checkbox]") ?? []),
];

/** Each value once, at its first place. */
const unique = (options: readonly FacetOption[]): FacetOption[] =>
  [...new Map([...options].reverse().map((option) => [option.value, option])).values()].reverse();

/** What was typed stands, once ticked, by itself. */
const named = (option: FacetOption): FacetOption =>
  option.note === "as typed" ? { value: option.value, label: option.value } : option;

async function find(address: string, field: FilterName, text: string): Promise<FacetOption[]> {
  const response = await fetch(`${address}?${new URLSearchParams({ field, q: text })}`, {
    headers: { accept: "application/json" },
  });
  if (!response.ok) throw new Error(`Nothing could be looked up (${response.status}).`);
  const { items } = (await response.json()) as { items: Suggestion[] }; // safe because the API answers this path with exactly this shape
  return items;
}
