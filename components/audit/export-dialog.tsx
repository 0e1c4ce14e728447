"use client";

import { type FormEvent, type ReactNode, useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { DialogTrigger } from "@/components/ui/dialog-trigger";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TextLink } from "@/components/ui/text-link";
import { toEvents } from "./bucket-words";
import type { QueryPair } from "./filter-params";
import { toBytes } from "./to-bytes";
import { type ExportAddress, type ExportState, useExport } from "./use-export";

/**
 * Exports what the filters find. A GET form on the API, so that the browser saves the file by itself; with script it is
 * followed while it is written, and can be cancelled.
 */
export function ExportDialog({
  action,
  fields,
  address,
  words,
  verify,
}: {
  /** The path of the export in the API. */
  action: string;
  /** The search, as fields of a form. */
  fields: readonly QueryPair[];
  address: ExportAddress;
  /** The search in words: a title and a value for each filter. */
  words: readonly { key: string; title: string; says: ReactNode }[];
  /** Where it is said how a file is verified. */
  verify: string;
}) {
  const id = useId();
  const { state, start, cancel, reset } = useExport(address);
  const running = state.step === "running";
  const submitted = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const asked = new FormData(event.currentTarget);
    if (!running) start(asked.get("format") === "csv" ? "csv" : "jsonl", asked.has("proofs"));
  };
  return (
    <>
      <DialogTrigger dialog={id} size="sm" icon="download" data-key="e">
        Export
      </DialogTrigger>
      <Dialog
        id={id}
        title="Export events"
        description="Every event that the present filters find, in one signed file."
      >
        <form action={action} onSubmit={submitted} onChange={reset} className="group/form grid gap-4">
          {fields.map(([name, value]) => (
            <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
          ))}
          <dl aria-label="Filters" className="grid max-h-48 gap-1 overflow-y-auto rounded-md bg-sunken px-3 py-2">
            {words.length === 0 ? (
              <div>
                <dt className="sr-only">Filters</dt>
                <dd>No filters: the whole log.</dd>
              </div>
            ) : (
              words.map(({ key, title, says }) => (
                <div key={key} className="flex min-w-0 gap-2">
                  <dt className="shrink-0 text-fg-muted">{title}:</dt>
                  <dd className="min-w-0 [overflow-wrap:anywhere]">{says}</dd>
                </div>
              ))
            )}
          </dl>
          <SegmentedControl
            legend="Format"
            name="format"
            hideLegend={false}
            defaultValue="csv"
            options={[
              { value: "csv", label: "CSV", disabled: running },
              { value: "jsonl", label: "JSON Lines", disabled: running },
            ]}
          />
          <div className="hidden group-has-[input[value=jsonl]:checked]/form:block">
            <Checkbox
              name="proofs"
              value="true"
              label="With a proof for each event"
              hint="The file alone then shows that each line is in the signed log. It gets larger."
              disabled={running}
            />
          </div>
          <p className="text-fg-muted text-xs">
            That you exported is itself an event. The last line of the file is a signed manifest:{" "}
            <TextLink href={verify}>how to verify it</TextLink>.
          </p>
          <Progress state={state} />
          <div className="flex flex-wrap justify-end gap-2">
            {running && <Button onClick={cancel}>Cancel the export</Button>}
            <Button type="submit" variant="primary" icon="download" pending={running}>
              {state.step === "done" ? "Export again" : "Start the export"}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}

function Progress({ state }: { state: ExportState }) {
  switch (state.step) {
    case "ready":
      return null;
    case "running":
      return (
        <div className="grid gap-1.5">
          <progress
            aria-label="Share of the time covered"
            {...(state.share === undefined ? {} : { value: state.share })}
            max={1}
            className="h-1.5 w-full appearance-none overflow-hidden rounded-full bg-selected [&::-moz-progress-bar]:bg-accent-solid [&::-webkit-progress-bar]:bg-selected [&::-webkit-progress-value]:bg-accent-solid"
          />
          <p className="text-fg-muted text-xs tabular-nums">
            {toEvents(state.rows)}, {toBytes(state.bytes)}
            {state.share !== undefined && `, ${Math.round(state.share * 100)} % of the time covered`}
          </p>
        </div>
      );
    case "done":
      return (
        <Notice tone="success" live>
          {toEvents(state.rows)} in {toBytes(state.bytes)}: {state.name}
        </Notice>
      );
    case "cancelled":
      return <Notice live>Cancelled. Nothing was saved.</Notice>;
    case "failed":
      return (
        <Notice tone="danger" live>
          {state.why} Nothing was saved.
        </Notice>
      );
  }
}
