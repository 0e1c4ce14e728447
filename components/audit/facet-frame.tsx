"use client";

import type { ComponentProps, ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";

export type FacetOption = { value: string; label: string; note?: string | undefined; group?: string | undefined };

/** Opens the popover `id`. */
export function FacetButton({
  id,
  active,
  children,
  ...rest
}: { id: string; active: boolean } & Omit<ComponentProps<"button">, "type" | "className">) {
  return (
    <button
      type="button"
      popoverTarget={id}
      className={cx(
        "inline-flex h-8 shrink-0 items-center gap-1.5 whitespace-nowrap rounded-sm border px-2.5 text-fg transition-colors hover:bg-hover",
        active ? "border-accent-line bg-accent-soft" : "border-line-strong bg-surface",
      )}
      {...rest}
    >
      {children}
      <Icon name="chevron-down" size={14} className={active ? "text-accent" : "text-fg-subtle"} />
    </button>
  );
}

/** One filter: a button that says what is chosen, and a list that closing applies; "Apply" does so before any script has arrived. */
export function FacetFrame({
  id,
  label,
  selected,
  onOpen,
  onClose,
  find,
  note,
  className,
  children,
}: {
  id: string;
  label: string;
  selected: readonly FacetOption[];
  onOpen?: (() => void) | undefined;
  onClose: () => void;
  /** A field at the top. */
  find?: ReactNode;
  /** What the counts are of. */
  note?: ReactNode;
  className: string;
  children: ReactNode;
}) {
  const active = selected.length > 0;
  return (
    <>
      <FacetButton id={id} active={active} onClick={onOpen}>
        <span className={active ? "text-accent" : "text-fg-muted"}>{label}</span>
        {active && (
          <span className="max-w-40 truncate font-medium text-accent">
            {selected.length === 1 ? selected[0]?.label : selected.length}
          </span>
        )}
      </FacetButton>
      <Popover id={id} label={label} onClose={onClose} className={className}>
        {find !== undefined && <div className="sticky top-0 z-10 border-line border-b bg-raised p-2">{find}</div>}
        <fieldset className="min-w-0 p-1">
          <legend className="sr-only">{label}</legend>
          {children}
        </fieldset>
        <div className="sticky bottom-0 flex items-center justify-between gap-3 border-line border-t bg-raised p-2">
          <p className="min-w-0 text-fg-subtle text-xs">{note}</p>
          <Button type="submit" size="sm" variant="primary">
            Apply
          </Button>
        </div>
      </Popover>
    </>
  );
}

/** One value to tick, with how often it occurs where that is known. */
export function FacetRow({
  name,
  option,
  count,
  defaultChecked,
  onChange,
}: {
  name: string;
  option: FacetOption;
  count?: number | undefined;
  defaultChecked: boolean;
  onChange?: ((checked: boolean) => void) | undefined;
}) {
  return (
    <label className="menu-row has-focus-visible:bg-selected">
      <input
        type="checkbox"
        name={name}
        value={option.value}
        defaultChecked={defaultChecked}
        onChange={onChange && ((event) => onChange(event.target.checked))}
        className="size-4 shrink-0 accent-accent-solid"
      />
      <span className="min-w-0 flex-1 truncate">{option.label}</span>
      {option.note !== undefined && (
        <span className="max-w-44 shrink-0 truncate font-mono text-fg-subtle text-xs">{option.note}</span>
      )}
      {count !== undefined && (
        <span className="min-w-6 shrink-0 text-right text-fg-muted text-xs tabular-nums">
          {count.toLocaleString("en")}
          <span className="sr-only"> {count === 1 ? "event" : "events"}</span>
        </span>
      )}
    </label>
  );
}
