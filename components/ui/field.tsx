import { type ReactNode, useId } from "react";
import { cx } from "./cx";
import { Icon } from "./icon";

/** What a control inside a field must carry. */
export type FieldControl = {
  id: string;
  "aria-describedby"?: string;
  "aria-invalid"?: true;
  required?: true;
};

/**
 * A label, its control, a hint under it and the error beside it, tied together for assistive technology:
 * `<Field label="Name" error={errors.name}>{(control) => <Input name="name" {...control} />}</Field>`.
 */
export function Field({
  label,
  hint,
  error,
  required = false,
  optional = false,
  hideLabel = false,
  id: givenId,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  required?: boolean | undefined;
  /** Says "optional" beside the label; for the one optional field among required ones. */
  optional?: boolean | undefined;
  hideLabel?: boolean | undefined;
  id?: string | undefined;
  className?: string | undefined;
  children: (control: FieldControl) => ReactNode;
}) {
  const ownId = useId();
  const id = givenId ?? ownId;
  const hasHint = hint !== undefined && hint !== null && hint !== "";
  const hasError = error !== undefined && error !== null && error !== "";
  const describedBy = [hasError ? `${id}-error` : "", hasHint ? `${id}-hint` : ""].filter(Boolean).join(" ");
  return (
    <div className={cx("grid min-w-0 content-start gap-1.5", className)}>
      <label htmlFor={id} className={cx("font-medium", hideLabel && "sr-only")}>
        {label}
        {optional && <span className="font-normal text-fg-subtle"> (optional)</span>}
      </label>
      {children({
        id,
        ...(describedBy === "" ? {} : { "aria-describedby": describedBy }),
        ...(hasError ? { "aria-invalid": true as const } : {}),
        ...(required ? { required: true as const } : {}),
      })}
      {hasError && (
        <p id={`${id}-error`} className="flex items-start gap-1.5 text-denied text-xs">
          <Icon name="alert" size={14} className="mt-0.5" />
          <span>{error}</span>
        </p>
      )}
      {hasHint && (
        <p id={`${id}-hint`} className="text-fg-muted text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
