"use client";

import { useActionState } from "react";
import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { HoldView } from "@/lib/audit/retention/hold-view";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { SelectField, TextField } from "../../../_parts/fields";

const ofOptions = [
  { value: "everything", label: "Everything" },
  { value: "human", label: "A human" },
  { value: "agent", label: "An agent" },
  { value: "server", label: "A server" },
];

/** Keeps a part of the log, or all of it, until it is released. */
export function PlaceHold({ action }: { action: BoundAction<HoldView> }) {
  const [state, submit] = useActionState(action, undefined);
  const placed = state?.ok === true ? state.result.id : undefined;
  return (
    <Card
      title="Place a legal hold"
      description="Events that it covers, and their stored arguments, are not removed, not even on request, until it is released."
    >
      <StatefulForm
        key={placed}
        state={state}
        submit={submit}
        done="The legal hold is placed."
        label="Place a legal hold"
        className="grid items-start gap-x-3 gap-y-4 sm:grid-cols-2 lg:grid-cols-[10rem_minmax(0,1fr)_10rem_10rem]"
      >
        <SelectField name="of" label="Of" defaultValue="everything" options={ofOptions} />
        <TextField
          name="name"
          label="Who or what"
          optional
          maxLength={254}
          autoComplete="off"
          hint="A human's key or e-mail, an agent's or a server's name in URLs; nothing for everything."
        />
        <TextField name="from" label="From (UTC)" type="date" optional />
        <TextField name="to" label="Before (UTC)" type="date" optional />
        <TextField
          name="reason"
          label="Reason"
          required
          maxLength={500}
          autoComplete="off"
          fieldClassName="sm:col-span-2 lg:col-span-3"
        />
        <SubmitButton className="justify-self-start sm:mt-6.5">Place hold</SubmitButton>
      </StatefulForm>
    </Card>
  );
}
