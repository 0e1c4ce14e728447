import { Card } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { ActionForm, type BoundAction } from "../../../../_parts/action-form";
import { SelectField } from "../../../../_parts/fields";
import { levelOptions } from "../../../../_parts/level-options";
import type { ToolQuery } from "./tool-query";

/** The form that the boxes of the rows belong to. */
export const bulkFormId = "bulk-edit";

/** Changes many tools at once: those that are ticked, or every one that was found, on whatever page. */
export function BulkEdit<T>({
  action,
  server,
  query,
  found,
}: {
  action: BoundAction<T>;
  server: string;
  query: ToolQuery;
  found: number;
}) {
  const { q, show, level } = query;
  return (
    <Card title="Change several" description="What is not chosen stays as it is. Each tool has its own event.">
      <ActionForm
        id={bulkFormId}
        action={action}
        label="Change several tools"
        done="The tools are changed."
        className="grid items-end gap-3 sm:grid-cols-[repeat(4,minmax(0,1fr))_auto]"
      >
        {Object.entries({ server, "query.q": q, "query.show": show, "query.level": level }).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <SelectField
          name="which"
          label="Which"
          defaultValue="ticked"
          options={[
            { value: "ticked", label: "Those ticked above" },
            { value: "found", label: found === 1 ? "The one found" : `All ${found} found` },
          ]}
        />
        <SelectField
          name="level"
          label="Level"
          placeholder="As it is"
          options={[...levelOptions(), { value: "suggested", label: "As suggested" }]}
        />
        <SelectField
          name="enabled"
          label="Enabled"
          placeholder="As it is"
          options={[
            { value: "true", label: "Enabled" },
            { value: "false", label: "Disabled" },
          ]}
        />
        <SelectField
          name="review"
          label="Review"
          placeholder="As it is"
          options={[{ value: "accepted", label: "Accept those to review" }]}
        />
        <SubmitButton variant="secondary">Change</SubmitButton>
      </ActionForm>
    </Card>
  );
}
