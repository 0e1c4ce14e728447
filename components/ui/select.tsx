import type { ComponentProps } from "react";
import { cx } from "./cx";

export type SelectOption = { value: string; label: string; disabled?: boolean | undefined };
export type SelectGroup = { label: string; options: readonly SelectOption[] };

/** The browser's own select: works before any script, on a phone, and with every assistive technology. */
export function Select({
  options,
  placeholder,
  className,
  ...rest
}: {
  options: readonly (SelectOption | SelectGroup)[];
  /** The choice of nothing; its value is the empty string. */
  placeholder?: string | undefined;
} & Omit<ComponentProps<"select">, "children">) {
  return (
    <select className={cx("control", className)} {...rest}>
      {placeholder !== undefined && <option value="">{placeholder}</option>}
      {options.map((option) =>
        "options" in option ? (
          <optgroup key={option.label} label={option.label}>
            {option.options.map((inner) => (
              <option key={inner.value} value={inner.value} disabled={inner.disabled}>
                {inner.label}
              </option>
            ))}
          </optgroup>
        ) : (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ),
      )}
    </select>
  );
}
