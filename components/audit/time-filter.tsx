"use client";

import { useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { FacetButton } from "./facet-frame";
import { timePresets, toTimeWords } from "./time-range";
import { setZone, useZone } from "./zone";
import { toField } from "./zone-time";

/** The time range: a preset that moves with the clock, or two moments, typed in UTC or on the reader's own clock. */
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
  const zone = useZone();
  const custom = from !== undefined || to !== undefined;
  const chosen = custom ? "custom" : (range ?? "");
  const active = chosen !== "";

  const apply = () => {
    const inputs = [...(box.current?.querySelectorAll("input") ?? [])];
    const touched = inputs.some((input) =>
      input.type === "radio" ? input.checked !== input.defaultChecked : input.value !== input.defaultValue,
    );
    if (touched) box.current?.form?.requestSubmit();
  };

  const says = toTimeWords({ range, from, to }, zone);
  const clock = zone === "utc" ? "UTC" : "your time";
  return (
    <>
      <FacetButton id={id} active={active} aria-label={`Time: ${says}`}>
        <Icon name="calendar" size={14} className={active ? "text-accent" : "text-fg-subtle"} />
        <span className={active ? "font-medium text-accent" : "text-fg-muted"}>{says}</span>
      </FacetButton>
      <Popover id={id} label="Time" onClose={apply} className="w-68">
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
          {/* Another clock, other digits in the fields. */}
          <div key={zone} className="grid gap-2 px-2 pt-1 pb-2 group-[:not(:has([value=custom]:checked))]/time:hidden">
            <label className="grid gap-1 text-fg-muted text-xs">
              From ({clock})
              <input
                type="datetime-local"
                step="any"
                name="from"
                defaultValue={toField(from, zone)}
                className="control"
              />
            </label>
            <label className="grid gap-1 text-fg-muted text-xs">
              Until ({clock})
              <input type="datetime-local" step="any" name="to" defaultValue={toField(to, zone)} className="control" />
            </label>
          </div>
        </fieldset>
        <div className="flex items-center justify-between gap-2 border-line border-t p-2">
          <SegmentedControl
            legend="Clock"
            name="clock"
            form=""
            options={[
              { value: "utc", label: "UTC" },
              { value: "local", label: "Local" },
            ]}
            value={zone}
            onChange={(value) => setZone(value === "local" ? "local" : "utc")}
          />
          <Button type="submit" size="sm" variant="primary">
            Apply
          </Button>
        </div>
      </Popover>
    </>
  );
}
