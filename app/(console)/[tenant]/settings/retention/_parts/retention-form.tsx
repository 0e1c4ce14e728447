"use client";

import { useActionState } from "react";
import { Notice } from "@/components/ui/notice";
import { SubmitButton } from "@/components/ui/submit-button";
import type { RetentionPreview } from "@/lib/audit/retention/preview-retention";
import type { Retention } from "@/lib/audit/retention/retention-view";
import { type BoundAction, StatefulForm } from "../../../_parts/action-form";
import { TextField } from "../../../_parts/fields";
import type { RetentionAnswer } from "../actions";

/** Changes both times. Where events would go, it says how many and asks once more. */
export function RetentionForm({ action, retention }: { action: BoundAction<RetentionAnswer>; retention: Retention }) {
  const [state, submit] = useActionState(action, undefined);
  const answer = state?.ok === true ? state.result : undefined;
  const wouldGo = answer?.wouldGo;
  return (
    <StatefulForm
      state={wouldGo === undefined ? state : undefined}
      submit={submit}
      done="The retention is changed."
      label="Retention"
      className="grid items-start gap-x-3 gap-y-4 sm:grid-cols-[12rem_12rem_auto]"
    >
      <TextField
        key={`days ${retention.version} ${answer?.days}`}
        name="days"
        label="Keep events, days"
        type="number"
        inputMode="numeric"
        min={30}
        max={3650}
        required
        defaultValue={String(answer?.days ?? retention.days)}
        hint="30 to 3650"
      />
      <TextField
        key={`payloadDays ${retention.version} ${answer?.payloadDays}`}
        name="payloadDays"
        label="Keep arguments, days"
        type="number"
        inputMode="numeric"
        min={0}
        max={3650}
        required
        defaultValue={String(answer?.payloadDays ?? retention.payloadDays)}
        hint="0 to 3650, for calls from now on"
      />
      <input type="hidden" name="version" value={retention.version} />
      {wouldGo === undefined ? (
        <SubmitButton className="justify-self-start sm:mt-6.5">Save</SubmitButton>
      ) : (
        <SubmitButton variant="secondary" className="justify-self-start sm:mt-6.5">
          Look again
        </SubmitButton>
      )}
      {wouldGo !== undefined && (
        <Notice
          tone="warning"
          live
          className="col-span-full"
          title={`${toCount(wouldGo)} will be removed within the hour.`}
          actions={
            <SubmitButton variant="danger" name="sure" value={answer?.days}>
              Keep {answer?.days} days only
            </SubmitButton>
          }
        >
          Everything from before {wouldGo.before.slice(0, 10)} (UTC){wouldGo.someHeld && ", but for what is held"}. This
          cannot be undone.
        </Notice>
      )}
    </StatefulForm>
  );
}

const toCount = ({ events, isMore, months }: RetentionPreview): string =>
  `${isMore ? "More than " : ""}${events.toLocaleString("en")} ${events === 1 ? "event" : "events"} of ${months} ${
    months === 1 ? "month" : "months"
  }`;
