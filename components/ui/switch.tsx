import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

/** On or off. A checkbox underneath, so a form submits it and the keyboard knows it. */
export function Switch({
  label,
  hint,
  hideLabel = false,
  className,
  ...rest
}: {
  label: ReactNode;
  hint?: ReactNode;
  hideLabel?: boolean | undefined;
} & Omit<ComponentProps<"input">, "type" | "role">) {
  const id = useId();
  return (
    <label className={cx("flex items-start justify-between gap-4", className)}>
      <span className={cx("min-w-0", hideLabel && "sr-only")}>
        <span className="block font-medium">{label}</span>
        {hint !== undefined && (
          <span id={id} className="block text-fg-muted text-xs">
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        // biome-ignore lint/a11y/useAriaPropsForRole: a checkbox says by itself whether it is checked
        role="switch"
        className={cx(
          "relative h-5 w-9 shrink-0 appearance-none rounded-full border border-control bg-sunken transition-colors duration-150",
          "before:absolute before:top-[2px] before:left-[2px] before:size-3.5 before:rounded-full before:bg-control before:transition-transform before:duration-150",
          "checked:border-accent-solid checked:bg-accent-solid checked:before:translate-x-4 checked:before:bg-danger-fg",
          "disabled:cursor-not-allowed disabled:opacity-55",
        )}
        {...(hint === undefined ? {} : { "aria-describedby": id })}
        {...rest}
      />
    </label>
  );
}
