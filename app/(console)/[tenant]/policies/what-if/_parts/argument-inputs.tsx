import type { ReactNode } from "react";
import type { ArgumentField, ValueField } from "@/components/arguments/argument-fields";
import { Field, type FieldControl } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import type { WrittenArguments } from "./read-question";
import { ResubmittingChoice, SyncedInput, SyncedSelect, SyncedTextarea } from "./synced";

/** More would not fit into an address. */
const jsonMax = 8_000;

/** Required is said and never enforced: how a call without it is decided is a question, too. */
const Label = ({ label, required }: Pick<ValueField, "label" | "required">): ReactNode => (
  <>
    <span className="font-mono">{label}</span>
    {required && <span className="font-normal text-fg-subtle"> (required by the tool)</span>}
  </>
);

function Value({ field, value, problem }: { field: ValueField; value: string; problem: string | undefined }) {
  const { pointer: name, kind } = field;
  const hint = [
    field.hint,
    kind === "texts" ? "One a line." : kind === "json" ? "As JSON." : undefined,
    kind === "texts" && field.required ? "Nothing here is an empty list." : undefined,
  ]
    .filter((text) => text !== undefined)
    .join(" ");
  const control = (props: FieldControl): ReactNode => {
    switch (field.kind) {
      case "text":
        return <SyncedInput name={name} value={value} autoComplete="off" {...props} />;
      case "number":
        return <SyncedInput name={name} value={value} inputMode="decimal" autoComplete="off" {...props} />;
      case "boolean":
        return (
          <SyncedSelect
            name={name}
            value={value}
            placeholder="Left out"
            options={[
              { value: "true", label: "true" },
              { value: "false", label: "false" },
            ]}
            {...props}
          />
        );
      case "choice":
        return (
          <SyncedSelect
            name={name}
            value={value}
            placeholder="Left out"
            options={field.choices.map((one) => ({ value: one, label: toWord(one) }))}
            {...props}
          />
        );
      case "texts":
        return <SyncedTextarea name={name} value={value} rows={2} {...props} />;
      case "json":
        return <SyncedTextarea name={name} value={value} rows={2} mono spellCheck={false} {...props} />;
    }
  };
  return (
    <Field label={<Label {...field} />} hint={hint} error={problem}>
      {control}
    </Field>
  );
}

/** A choice that is a text is shown without its quotes. */
const toWord = (json: string): string => (json.startsWith('"') ? String(JSON.parse(json)) : json);

function Argument({
  field,
  shown: { typed, problems },
}: {
  field: ArgumentField;
  shown: Extract<WrittenArguments["shown"], { form: "fields" }>;
}) {
  const one = (value: ValueField) => (
    <Value
      key={value.pointer}
      field={value}
      value={typed.get(value.pointer) ?? ""}
      problem={problems.get(value.pointer)}
    />
  );
  if (field.kind !== "group") return one(field);
  return (
    <fieldset className="grid min-w-0 gap-3 rounded-md border border-line p-3">
      <legend className="px-1 font-medium">
        <Label {...field} />
      </legend>
      {field.hint !== undefined && <p className="text-fg-muted text-xs">{field.hint}</p>}
      {field.fields.map(one)}
    </fieldset>
  );
}

/** The arguments of the call, as a form made of the tool's schema or as JSON. */
export function ArgumentInputs({
  written: { shown, note },
  canForm,
  answeredBy,
}: {
  written: WrittenArguments;
  canForm: boolean;
  answeredBy: string;
}) {
  return (
    <fieldset aria-labelledby="arguments" className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="arguments" className="font-semibold text-base">
          Arguments
        </h2>
        {canForm && (
          <ResubmittingChoice
            legend="Written as"
            name="as"
            value={shown.form}
            answeredBy={answeredBy}
            options={[
              { value: "fields", label: "Form" },
              { value: "json", label: "JSON" },
            ]}
          />
        )}
      </div>
      <input type="hidden" name="form" value={shown.form} />
      {note !== undefined && <Notice>{note}</Notice>}
      {shown.form === "json" ? (
        <Field label="Arguments as JSON" error={shown.problem} hint="An object. Empty: a call without arguments.">
          {(props) => (
            <SyncedTextarea
              name="arguments"
              value={shown.text}
              rows={6}
              mono
              spellCheck={false}
              maxLength={jsonMax}
              {...props}
            />
          )}
        </Field>
      ) : shown.fields.length === 0 ? (
        <p className="text-fg-muted">This tool takes no arguments.</p>
      ) : (
        <>
          {shown.fields.map((field) => (
            <Argument key={field.pointer} field={field} shown={shown} />
          ))}
          <p className="text-fg-muted text-xs">What is left empty is left out. To send an empty text, write JSON.</p>
        </>
      )}
    </fieldset>
  );
}
