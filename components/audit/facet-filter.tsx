"use client";

import { useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";

export type FacetOption = { value: string; label: string; note?: string | undefined; group?: string | undefined };

const searchFrom = 9;

/** Whether what is ticked or typed inside differs from what the page was rendered with. */
function isTouched(box: HTMLElement): boolean {
  return [...box.querySelectorAll("input")].some((input) =>
    input.type === "checkbox" || input.type === "radio"
      ? input.checked !== input.defaultChecked
      : input.name !== "" && input.value !== input.defaultValue,
  );
}

export const facetButton =
  "inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm border px-2.5 text-fg transition-colors hover:bg-hover";

/**
 * One filter: a button that opens a list of boxes to tick, all of them part of the form around it. Closing after a
 * change applies it; "Apply" does the same before any script has arrived.
 */
export function FacetFilter({
  name,
  label,
  options,
  selected,
}: {
  name: string;
  label: string;
  options: readonly FacetOption[];
  selected: readonly string[];
}) {
  const id = useId();
  const list = useRef<HTMLFieldSetElement>(null);
  const [wanted, setWanted] = useState("");
  const words = wanted.trim().toLowerCase();
  const active = selected.length > 0;
  const only = selected.length === 1 ? options.find((option) => option.value === selected[0]) : undefined;

  const apply = () => {
    setWanted("");
    if (list.current !== null && isTouched(list.current)) list.current.form?.requestSubmit();
  };

  let group: string | undefined;
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className={cx(facetButton, active ? "border-accent-line bg-accent-soft" : "border-line-strong bg-surface")}
      >
        <span className={active ? "text-accent" : "text-fg-muted"}>{label}</span>
        {active && (
          <span className="max-w-40 truncate font-medium text-accent">
            {only?.label ?? (selected.length === 1 ? selected[0] : selected.length)}
          </span>
        )}
        <Icon name="chevron-down" size={14} className={active ? "text-accent" : "text-fg-subtle"} />
      </button>
      <Popover
        id={id}
        label={label}
        onClose={apply}
        className={options.some((option) => option.note !== undefined) ? "w-92" : "w-64"}
      >
        {options.length >= searchFrom && (
          <div className="sticky top-0 z-10 border-line border-b bg-raised p-2">
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
          </div>
        )}
        <fieldset ref={list} className="min-w-0 p-1">
          <legend className="sr-only">{label}</legend>
          {options.length === 0 && <p className="px-2 py-1.5 text-fg-muted">Nothing to choose from yet.</p>}
          {options.map((option) => {
            const hidden =
              words !== "" && !`${option.label} ${option.value} ${option.note ?? ""}`.toLowerCase().includes(words);
            const heads = !hidden && words === "" && option.group !== undefined && option.group !== group;
            if (heads) group = option.group;
            return (
              <div key={option.value} hidden={hidden}>
                {heads && <p className="px-2 pt-2 pb-0.5 font-medium text-fg-subtle text-xs">{option.group}</p>}
                <label className="menu-row has-focus-visible:bg-selected">
                  <input
                    type="checkbox"
                    name={name}
                    value={option.value}
                    defaultChecked={selected.includes(option.value)}
                    className="size-4 shrink-0 accent-accent-solid"
                  />
                  <span className="min-w-0 flex-1 truncate">{option.label}</span>
                  {option.note !== undefined && (
                    <span className="max-w-44 shrink-0 truncate font-mono text-fg-subtle text-xs">{option.note}</span>
                  )}
                </label>
              </div>
            );
          })}
        </fieldset>
        <div className="sticky bottom-0 flex justify-end border-line border-t bg-raised p-2">
          <Button type="submit" size="sm" variant="primary">
            Apply
          </Button>
        </div>
      </Popover>
    </>
  );
}
