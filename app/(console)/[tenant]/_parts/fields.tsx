"use client";

import type { ComponentProps, ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type Segment, SegmentedControl } from "@/components/ui/segmented-control";
import { Select, type SelectGroup, type SelectOption } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { useRefused } from "./action-form";

type Labelled = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  required?: boolean | undefined;
  optional?: boolean | undefined;
  hideLabel?: boolean | undefined;
  fieldClassName?: string | undefined;
};

/** A line of text inside an `ActionForm`, with what the form was told about it. */
export function TextField({
  name,
  label,
  hint,
  required,
  optional,
  hideLabel,
  fieldClassName,
  defaultValue = "",
  ...input
}: Labelled & { defaultValue?: string } & Omit<ComponentProps<typeof Input>, "name" | "defaultValue">) {
  const { fields, values } = useRefused();
  return (
    <Field
      label={label}
      hint={hint}
      error={fields[name]}
      required={required}
      optional={optional}
      hideLabel={hideLabel}
      className={fieldClassName}
    >
      {(control) => <Input name={name} defaultValue={values[name] ?? defaultValue} {...input} {...control} />}
    </Field>
  );
}

export function TextareaField({
  name,
  label,
  hint,
  required,
  optional,
  hideLabel,
  fieldClassName,
  defaultValue = "",
  ...input
}: Labelled & { defaultValue?: string } & Omit<ComponentProps<typeof Textarea>, "name" | "defaultValue">) {
  const { fields, values } = useRefused();
  return (
    <Field
      label={label}
      hint={hint}
      error={fields[name]}
      required={required}
      optional={optional}
      hideLabel={hideLabel}
      className={fieldClassName}
    >
      {(control) => <Textarea name={name} defaultValue={values[name] ?? defaultValue} {...input} {...control} />}
    </Field>
  );
}

export function SelectField({
  name,
  label,
  hint,
  required,
  optional,
  hideLabel,
  fieldClassName,
  defaultValue = "",
  options,
  placeholder,
}: Labelled & {
  defaultValue?: string | undefined;
  options: readonly (SelectOption | SelectGroup)[];
  placeholder?: string | undefined;
}) {
  const { fields, values } = useRefused();
  const value = values[name] ?? defaultValue;
  return (
    <Field
      label={label}
      hint={hint}
      error={fields[name]}
      required={required}
      optional={optional}
      hideLabel={hideLabel}
      className={fieldClassName}
    >
      {(control) => (
        <Select
          name={name}
          defaultValue={value}
          options={options}
          {...(placeholder === undefined ? {} : { placeholder })}
          {...control}
        />
      )}
    </Field>
  );
}

/** One of a few, side by side. */
export function ChoiceField({
  name,
  label,
  options,
  defaultValue,
  hideLabel = false,
}: {
  name: string;
  label: string;
  options: readonly Segment[];
  defaultValue: string;
  hideLabel?: boolean | undefined;
}) {
  const { values } = useRefused();
  return (
    <SegmentedControl
      legend={label}
      name={name}
      options={options}
      defaultValue={values[name] ?? defaultValue}
      hideLegend={hideLabel}
    />
  );
}

/** Any number of many; none ticked means any. The name ends in `[]`, so that one is a list, too. */
export function CheckList({
  name,
  legend,
  hint,
  options,
  selected,
  empty,
}: {
  name: `${string}[]`;
  legend: string;
  hint?: string | undefined;
  options: readonly { value: string; label: string; note?: string | undefined }[];
  selected: readonly string[];
  /** Said when there is nothing to choose from. */
  empty: string;
}) {
  const { fields } = useRefused();
  const error = fields[name.slice(0, -2)];
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-medium">{legend}</legend>
      {options.length === 0 ? (
        <p className="text-fg-muted">{empty}</p>
      ) : (
        <div className="grid max-h-52 gap-0.5 overflow-y-auto rounded-sm border border-line-strong p-2">
          {options.map(({ value, label, note }) => (
            <Checkbox
              key={value}
              name={name}
              value={value}
              label={
                <>
                  {label} {note !== undefined && <span className="font-mono text-fg-subtle text-xs">{note}</span>}
                </>
              }
              defaultChecked={selected.includes(value)}
            />
          ))}
        </div>
      )}
      {error !== undefined && <p className="mt-1.5 text-denied text-xs">{error}</p>}
      {hint !== undefined && <p className="mt-1.5 text-fg-muted text-xs">{hint}</p>}
    </fieldset>
  );
}
