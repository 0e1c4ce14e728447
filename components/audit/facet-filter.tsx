"use client";

import { useId, useRef, useState } from "react";
import { FacetFrame, type FacetOption, FacetRow } from "./facet-frame";
import type { FilterName } from "./filter-params";
import { toCountNote, useFacet } from "./use-facet";

const searchFrom = 9;

/** One filter whose values are known beforehand: outcomes, types, reasons. Opening it brings how often each occurs. */
export function FacetFilter({
  name,
  label,
  options,
  selected,
  summary,
}: {
  name: FilterName;
  label: string;
  options: readonly FacetOption[];
  selected: readonly string[];
  /** Address of the counts, without the name of the filter. */
  summary: string;
}) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState("");
  const facet = useFacet(summary, name);
  const counts = new Map(facet.facet?.values.map(({ value, n }) => [value, n]));
  const words = wanted.trim().toLowerCase();

  const apply = () => {
    setWanted("");
    const boxes = [...(list.current?.querySelectorAll("input") ?? [])];
    if (boxes.some((box) => box.checked !== box.defaultChecked)) list.current?.closest("form")?.requestSubmit();
  };

  // What nobody offers is in the URL all the same: without a box it would be lost at the next Apply.
  const strangers = selected.filter((value) => !options.some((option) => option.value === value));
  const all = [...strangers.map((value): FacetOption => ({ value, label: value })), ...options];
  let group: string | undefined;
  return (
    <FacetFrame
      id={id}
      label={label}
      selected={selected.map((value) => all.find((option) => option.value === value) ?? { value, label: value })}
      onOpen={facet.load}
      onClose={apply}
      note={toCountNote(facet)}
      className={options.some((option) => option.note !== undefined) ? "w-100" : "w-68"}
      find={
        options.length >= searchFrom ? (
          <input
            type="search"
            aria-label={`Find in ${label.toLowerCase()}`}
            placeholder="Find…"
            autoComplete="off"
            value={wanted}
            onChange={(event) => setWanted(event.target.value)}
            onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
            className="control"
          />
        ) : undefined
      }
    >
      <div ref={list}>
        {all.map((option) => {
          const hidden =
            words !== "" && !`${option.label} ${option.value} ${option.note ?? ""}`.toLowerCase().includes(words);
          const heads = !hidden && words === "" && option.group !== undefined && option.group !== group;
          if (heads) group = option.group;
          return (
            <div key={option.value} hidden={hidden}>
              {heads && <p className="px-2 pt-2 pb-0.5 font-medium text-fg-subtle text-xs">{option.group}</p>}
              <FacetRow
                name={name}
                option={option}
                count={counts.get(option.value)}
                defaultChecked={selected.includes(option.value)}
              />
            </div>
          );
        })}
      </div>
    </FacetFrame>
  );
}
