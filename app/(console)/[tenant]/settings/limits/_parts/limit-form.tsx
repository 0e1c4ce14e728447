"use client";

import { useActionState } from "react";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { LimitView } from "@/lib/registry/limits/limit-view";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { SelectField, TextField } from "../../../_parts/fields";

const kindOptions = [
  { value: "instance", label: "Agent instances" },
  { value: "human", label: "Humans" },
  { value: "agent", label: "Agents" },
  { value: "server", label: "Servers" },
  { value: "tool", label: "Tools" },
  { value: "tenant", label: "The environment as a whole" },
];

/** Sets a limit, or gives `chosen` other numbers: a limit of the same takes the place of the one before. */
export function LimitForm({ action, chosen }: { action: BoundAction<LimitView>; chosen: LimitView | undefined }) {
  const [state, submit] = useActionState(action, undefined);
  const set = state?.ok === true ? `${state.result.id} ${state.result.updatedAt}` : undefined;
  return (
    <Card
      title={chosen === undefined ? "Set a limit" : "Change a limit"}
      description="So many calls in a time, so many at once, or both. It counts from the next call on. A limit of the same takes the place of the one before."
    >
      <StatefulForm
        key={`${chosen?.id} ${chosen?.updatedAt} ${set}`}
        state={state}
        submit={submit}
        done="The limit is set."
        label="Set a limit"
        className="grid items-start gap-x-3 gap-y-4 sm:grid-cols-2 lg:grid-cols-[13rem_minmax(0,1fr)_7rem_7rem_7rem_auto]"
      >
        <SelectField name="kind" label="Of" defaultValue={chosen?.kind ?? "instance"} options={kindOptions} />
        <TextField
          name="subject"
          label="Which one"
          optional
          maxLength={400}
          autoComplete="off"
          defaultValue={chosen?.subject ?? ""}
          hint="Nothing: every one of them, each for itself. Else a server's or agent's name in URLs, server/tool, a human's key or e-mail, an instance's id."
        />
        <NumberField name="calls" label="Calls" max={1_000_000} value={chosen?.calls} />
        <NumberField name="seconds" label="In seconds" max={86_400} value={chosen?.seconds} />
        <NumberField name="concurrent" label="At once" max={10_000} value={chosen?.concurrent} />
        <SubmitButton className="justify-self-start lg:mt-6.5">
          {chosen === undefined ? "Set limit" : "Change limit"}
        </SubmitButton>
      </StatefulForm>
    </Card>
  );
}

function NumberField({
  name,
  label,
  max,
  value,
}: {
  name: string;
  label: string;
  max: number;
  value: number | null | undefined;
}) {
  return (
    <TextField
      name={name}
      label={label}
      type="number"
      inputMode="numeric"
      min={1}
      max={max}
      defaultValue={value === null || value === undefined ? "" : String(value)}
    />
  );
}
