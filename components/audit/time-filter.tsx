"use client";

import { useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";
import { facetButton } from "./facet-filter";
import { timePresets, toField, toTimeWords } from "./time-range";

/** The time range: a preset that moves with the clock, or two moments in UTC. */
export function TimeFilter({
  range,
  from,
  to,
}: {
  range: string | undefined;
  from: string | undefined;
  to: string | undefined;
}) {
  const id = useId();
  const box = useRef<HTMLFieldSetElement>(null);
  const custom = from !== undefined || to !== undefined;
  const chosen = custom ? "custom" : (range ?? "");
  const active = chosen !== "";
  const [start, end] = [toField(from), toField(to)];

  const apply = () => {
    const inputs = [...(box.current?.querySelectorAll("input") ?? [])];
    const touched = inputs.some((input) =>
      input.type === "radio" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue,
    );
    if (touched) box.current?.form?.requestSubmit();
  };

  const says = toTimeWords({ range, from, to });
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-label={`Time: ${says}`}
        className={cx(
          facetButton,
          active ? "border-accent-line bg-accent-soft text-accent" : "border-line-strong bg-surface",
        )}
      >
        <Icon name="calendar" size={14} className={active ? "text-accent" : "text-fg-subtle"} />
        <span className={active ? "font-medium" : "text-fg-muted"}>{says}</span>
        <Icon name="chevron-down" size={14} className={active ? "text-accent" : "text-fg-subtle"} />
      </button>
      <Popover id={id} label="Time" onClose={apply} className="w-64">
        <fieldset ref={box} className="group/time p-1">
          <legend className="sr-only">Time</legend>
          {timePresets.map((preset) => (
            <label key={preset.value} className="menu-row has-focus-visible:bg-selected">
              <input
                type="radio"
                name="range"
                value={preset.value}
                defaultChecked={preset.value === chosen}
                className="size-4 shrink-0 accent-accent-solid"
              />
              {preset.label}
            </label>
          ))}
          <div className="grid gap-2 px-2 pt-1 pb-2 group-[:not(:has([value=custom]:checked))]/time:hidden">
            <label className="grid gap-1 text-fg-muted text-xs">
              From (UTC)
              <input type="datetime-local" name="from" defaultValue={start} className="control" />
            </label>
            <label className="grid gap-1 text-fg-muted text-xs">
              Until (UTC)
              <input type="datetime-local" name="to" defaultValue={end} className="control" />
            </label>
          </div>
        </fieldset>
        <div className="flex justify-end border-line border-t p-2">
          <Button type="submit" size="sm" variant="primary">
            Apply
          </Button>
        </div>
      </Popover>
    </>
  );
}
