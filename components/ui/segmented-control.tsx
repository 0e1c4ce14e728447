import { cx } from "./cx";

export type Segment = { value: string; label: string; disabled?: boolean | undefined };

const frame = "inline-flex max-w-full rounded-sm border border-line-strong bg-sunken p-0.5";

/** One of a few, as radio buttons of a form. */
export function SegmentedControl({
  legend,
  name,
  options,
  defaultValue,
  value,
  onChange,
  hideLegend = true,
  form,
}: {
  legend: string;
  name: string;
  options: readonly Segment[];
  defaultValue?: string | undefined;
  value?: string | undefined;
  onChange?: ((value: string) => void) | undefined;
  hideLegend?: boolean | undefined;
  /** Of the form that it belongs to; the empty text takes it out of the one around it. */
  form?: string | undefined;
}) {
  return (
    <fieldset className="min-w-0">
      <legend className={cx("mb-1.5 font-medium", hideLegend && "sr-only")}>{legend}</legend>
      <div className={cx(frame, "scroll-x")}>
        {options.map((option) => (
          <label
            key={option.value}
            className={cx(
              "relative flex h-6.5 items-center whitespace-nowrap rounded-xs px-2.5 text-fg-muted text-xs has-checked:bg-thumb has-checked:font-medium has-checked:text-fg has-checked:shadow-control has-focus-visible:outline-2 has-focus-visible:outline-ring",
              option.disabled === true ? "cursor-not-allowed opacity-60" : "hover:text-fg",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              disabled={option.disabled}
              className="absolute inset-0 cursor-pointer appearance-none opacity-0 disabled:cursor-not-allowed"
              {...(form === undefined ? {} : { form })}
              {...(value === undefined ? {} : { checked: value === option.value })}
              {...(defaultValue === undefined ? {} : { defaultChecked: defaultValue === option.value })}
              {...(onChange === undefined ? {} : { onChange: () => onChange(option.value) })}
            />
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
