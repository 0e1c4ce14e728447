"use client";

import { useActionState, useId } from "react";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { JsonView } from "@/components/ui/json-view";
import { Notice } from "@/components/ui/notice";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { SubmitButton } from "@/components/ui/submit-button";
import { Textarea } from "@/components/ui/textarea";
import type { PathRule, PayloadAction } from "@/lib/audit/payload/rules";
import { type BoundAction, StatefulForm, useRefused } from "../action-form";
import type { RecordingResult } from "./actions";
import { asAbove } from "./recording-input";

/** A rule as the form shows it. */
export type ShownRule = { arguments: PayloadAction | null; results: PayloadAction | null; paths: readonly PathRule[] };

const actionWords: Record<PayloadAction, string> = { keep: "Keep", mask: "Mask", drop: "Drop" };
const actions = (["keep", "mask", "drop"] as const).map((value) => ({ value, label: actionWords[value] }));

/** Empty rows below those that are there; saving makes room for more. */
const spareRows = 3;

/**
 * What is kept of calls at one place, and a try-out with an example. One form with two buttons, so that a rule can be tried before it
 * is saved, also without script.
 */
export function RecordingForm({
  action,
  place,
  rule,
  above,
  mayWrite,
}: {
  action: BoundAction<RecordingResult>;
  place: { server?: string; tool?: string };
  rule: ShownRule;
  /** What holds where nothing is said here. */
  above: { arguments: PayloadAction; results: PayloadAction };
  mayWrite: boolean;
}) {
  const [state, submit] = useActionState(action, undefined);
  const result = state?.ok === true ? state.result : undefined;
  const otherwise = place.server === undefined ? "Default" : "As above";
  const shown = result?.kind === "preview" ? result.typed : rule;
  return (
    <StatefulForm state={state} submit={submit} label="What is kept" className="grid gap-4">
      {Object.entries(place).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {result?.kind === "saved" && (
        <Notice tone="success" live>
          Saved. It counts from the next call on; what is stored already stays as it is.
        </Notice>
      )}
      <Card
        title="Everything"
        description="Secrets are never stored, whatever is chosen here. Masking keeps names, structure and types; dropping keeps the size alone."
      >
        <div className="flex flex-wrap gap-x-10 gap-y-4">
          <Base
            name="arguments"
            legend="Arguments"
            value={shown.arguments}
            otherwise={`${otherwise} (${above.arguments})`}
          />
          <Base name="results" legend="Results" value={shown.results} otherwise={`${otherwise} (${above.results})`} />
        </div>
      </Card>
      <Paths rows={shown.paths} />
      {mayWrite && (
        <div className="flex justify-end">
          <SubmitButton name="intent" value="save">
            Save
          </SubmitButton>
        </div>
      )}
      <TryOut
        result={result?.kind === "preview" ? result : undefined}
        example={result?.kind === "preview" ? (result.typed.example ?? "") : ""}
        mayWrite={mayWrite}
      />
    </StatefulForm>
  );
}

function Base({
  name,
  legend,
  value,
  otherwise,
}: {
  name: "arguments" | "results";
  legend: string;
  value: PayloadAction | null;
  otherwise: string;
}) {
  const { values } = useRefused();
  return (
    <SegmentedControl
      legend={legend}
      hideLegend={false}
      name={name}
      options={[{ value: asAbove, label: otherwise }, ...actions]}
      defaultValue={values[name] ?? value ?? asAbove}
    />
  );
}

function Paths({ rows }: { rows: readonly PathRule[] }) {
  const { fields, values } = useRefused();
  const all = [...rows, ...Array.from({ length: spareRows }, () => undefined)];
  return (
    <Card
      title="Single values"
      description={
        <>
          Named by their path: <Code>$.customer.email</Code>, <Code>$.items[*].card</Code>, or <Code>$..phone</Code> at
          any depth. A value follows the path that names it, the first where there are several. Paths of the tool count
          before those of the server, and these before the environment's.
        </>
      }
    >
      <ol className="grid gap-3">
        {all.map((row, i) => {
          const at = `paths.${i}`;
          const nth = `of path ${i + 1}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place in the form
            <li key={i} className="grid grid-cols-2 gap-2 sm:grid-cols-[minmax(0,1fr)_9rem_7rem]">
              <Field label={`Path ${i + 1}`} hideLabel className="max-sm:col-span-2" error={fields[`${at}.path`]}>
                {(control) => (
                  <Input
                    mono
                    name={`${at}.path`}
                    defaultValue={values[`${at}.path`] ?? row?.path ?? ""}
                    placeholder={row === undefined ? "$." : undefined}
                    spellCheck={false}
                    autoComplete="off"
                    maxLength={300}
                    {...control}
                  />
                )}
              </Field>
              <Select
                aria-label={`Part ${nth}`}
                name={`${at}.of`}
                defaultValue={values[`${at}.of`] ?? row?.of ?? "arguments"}
                options={[
                  { value: "arguments", label: "Arguments" },
                  { value: "results", label: "Results" },
                ]}
              />
              <Select
                aria-label={`Action ${nth}`}
                name={`${at}.action`}
                defaultValue={values[`${at}.action`] ?? row?.action ?? "mask"}
                options={actions}
              />
            </li>
          );
        })}
      </ol>
      <p className="pt-2 text-fg-muted text-xs">Rows without a path do not count. Saving makes room for more.</p>
    </Card>
  );
}

function TryOut({
  result,
  example,
  mayWrite,
}: {
  result: Extract<RecordingResult, { kind: "preview" }> | undefined;
  example: string;
  mayWrite: boolean;
}) {
  const { fields, values } = useRefused();
  const heading = useId();
  if (!mayWrite) return null;
  return (
    <Card title="Try it" description="See what would be kept of an example, by what stands above, saved or not.">
      <div className="grid gap-3">
        <Field label="Example, as JSON" error={fields["example"]}>
          {(control) => (
            <Textarea
              mono
              name="example"
              rows={4}
              spellCheck={false}
              defaultValue={values["example"] ?? example}
              placeholder='{"title": "Hello", "customer": {"email": "ada@example.com"}}'
              {...control}
            />
          )}
        </Field>
        <div className="flex flex-wrap items-end justify-between gap-3">
          <SegmentedControl
            legend="What it is"
            name="exampleOf"
            options={[
              { value: "arguments", label: "Arguments" },
              { value: "results", label: "A result" },
            ]}
            defaultValue={values["exampleOf"] ?? result?.typed.exampleOf ?? "arguments"}
          />
          <Button type="submit" name="intent" value="preview" icon="eye">
            Show what would be kept
          </Button>
        </div>
        {result && (
          <section aria-labelledby={heading} className="grid gap-1.5" role="status">
            <h3 id={heading} className="font-medium">
              {result.preview.kept ? "This would be kept" : "Nothing would be kept but its size"}
            </h3>
            {result.preview.kept && <JsonView value={result.preview.value} label="what would be kept" open={4} />}
            <p className="text-fg-muted text-xs">{toWords(result.preview)}</p>
          </section>
        )}
      </div>
    </Card>
  );
}

function toWords({ redacted, dropped, truncated }: { redacted: string[]; dropped: number; truncated: number }): string {
  return [
    redacted.length > 0 ? `Masked: ${redacted[0] === "*" ? "every value" : redacted.join(", ")}.` : "",
    dropped > 0 ? `Left out: ${dropped} ${dropped === 1 ? "value" : "values"}.` : "",
    truncated > 0 ? `Truncated: ${truncated} bytes more would not be kept.` : "",
  ]
    .filter((words) => words !== "")
    .join(" ");
}

function Code({ children }: { children: string }) {
  return <code className="rounded-xs border border-line bg-sunken px-1 font-mono text-xs">{children}</code>;
}
