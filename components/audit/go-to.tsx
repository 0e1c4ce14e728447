"use client";

import Form from "next/form";
import { useEffect, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { buttonStyle } from "@/components/ui/button-style";
import { Icon } from "@/components/ui/icon";
import { Popover } from "@/components/ui/popover";
import type { QueryPair } from "./filter-params";
import { useZone } from "./zone";
import { fromField, toField } from "./zone-time";

/** Leads to a moment in the log: what was then, and before. It is a place and no filter, so counts and exports stay whole. */
export function GoTo({ action, fields, at }: { action: string; fields: readonly QueryPair[]; at: string | undefined }) {
  const id = useId();
  const field = useId();
  const zone = useZone();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    const element = form.current;
    const toUtc = ({ formData }: FormDataEvent) => {
      const value = formData.get("at");
      if (typeof value === "string") formData.set("at", fromField(value, zone) ?? value);
    };
    element?.addEventListener("formdata", toUtc);
    return () => element?.removeEventListener("formdata", toUtc);
  }, [zone]);
  return (
    <>
      <button type="button" popoverTarget={id} data-key="g" className={buttonStyle({ size: "sm" })}>
        <Icon name="clock" size={14} />
        Go to…
      </button>
      <Popover id={id} label="Go to" align="end" className="w-68 p-3">
        <Form
          ref={form}
          action={action}
          scroll={false}
          onSubmit={() => document.getElementById(id)?.hidePopover()}
          className="grid gap-3"
        >
          {fields.map(([name, value]) => (
            <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
          ))}
          <div className="grid gap-1">
            <label htmlFor={field} className="text-fg-muted text-xs">
              Events at and before ({zone === "utc" ? "UTC" : "your time"})
            </label>
            <input
              key={`${zone}/${at}`}
              id={field}
              type="datetime-local"
              step="any"
              name="at"
              required
              defaultValue={toField(at, zone)}
              className="control"
            />
          </div>
          <Button type="submit" size="sm" variant="primary">
            Go
          </Button>
        </Form>
      </Popover>
    </>
  );
}
