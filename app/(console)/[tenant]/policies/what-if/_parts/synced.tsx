"use client";

import { type ComponentProps, type FormEvent, useState } from "react";
import { Input } from "@/components/ui/input";
import { type Segment, SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";

/*
 * Fields that say what the address says. They can be typed in, and follow when the address changes; none loses the focus for
 * it, as it would if it were made anew.
 */

/** `since`: with each new one the value counts again, also where it is the same. */
function useSynced(value: string, since = value): [string, (value: string) => void] {
  const [shown, setShown] = useState(value);
  const [given, setGiven] = useState(since);
  if (given !== since) {
    setGiven(since);
    setShown(value);
  }
  return [shown, setShown];
}

/** What follows from this choice has to be looked up: the form is sent, without asking for an answer. */
const resubmit = (event: FormEvent<HTMLSelectElement | HTMLFieldSetElement>): void =>
  event.currentTarget.form?.requestSubmit();

export function SyncedInput({ value, ...rest }: ComponentProps<typeof Input> & { value: string }) {
  const [shown, setShown] = useSynced(value);
  return <Input {...rest} value={shown} onChange={(event) => setShown(event.target.value)} />;
}

export function SyncedTextarea({ value, ...rest }: ComponentProps<typeof Textarea> & { value: string }) {
  const [shown, setShown] = useSynced(value);
  return <Textarea {...rest} value={shown} onChange={(event) => setShown(event.target.value)} />;
}

export function SyncedSelect({
  value,
  resubmits = false,
  ...rest
}: ComponentProps<typeof Select> & { value: string; resubmits?: boolean | undefined }) {
  const [shown, setShown] = useSynced(value);
  return (
    <Select
      {...rest}
      value={shown}
      onChange={(event) => {
        setShown(event.target.value);
        if (resubmits) resubmit(event);
      }}
    />
  );
}

/** What is chosen may not be possible yet: then the page comes back as it was, and so does the choice. */
export function ResubmittingChoice({
  value,
  answeredBy,
  legend,
  name,
  options,
}: {
  value: string;
  /** Id of the request that this page answers. */
  answeredBy: string;
  legend: string;
  name: string;
  options: readonly Segment[];
}) {
  const [shown, setShown] = useSynced(value, answeredBy);
  return (
    <fieldset onChange={resubmit} className="contents">
      <SegmentedControl legend={legend} name={name} options={options} value={shown} onChange={setShown} />
    </fieldset>
  );
}
