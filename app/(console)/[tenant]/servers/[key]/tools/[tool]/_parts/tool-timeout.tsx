import { SubmitButton } from "@/components/ui/submit-button";
import { ActionForm } from "../../../../../_parts/action-form";
import { TextField } from "../../../../../_parts/fields";
import { updateToolAction } from "../../../../actions";
import type { ToolRow } from "../../_parts/tool-columns";

/** How long a call of the tool may give no sign of life; whoever may changes it. */
export function ToolTimeout({ name, timeoutSeconds, state, tenant, server, mayWrite }: ToolRow) {
  if (!mayWrite || state === "removed")
    return timeoutSeconds === null ? "As the server says" : `${timeoutSeconds} seconds`;
  return (
    <ActionForm
      action={updateToolAction.bind(null, tenant)}
      done={`The time of ${name} is changed.`}
      label="Time per call"
      className="flex items-end gap-1.5"
    >
      <input type="hidden" name="server" value={server} />
      <input type="hidden" name="tool" value={name} />
      <TextField
        key={timeoutSeconds}
        name="timeoutSeconds"
        label="Time per call, seconds"
        hideLabel
        type="number"
        inputMode="numeric"
        min={1}
        max={3600}
        placeholder="server's"
        defaultValue={timeoutSeconds === null ? "" : String(timeoutSeconds)}
      />
      <SubmitButton size="sm" variant="secondary">
        Set
      </SubmitButton>
    </ActionForm>
  );
}
