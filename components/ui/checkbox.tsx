import { type ComponentProps, type ReactNode, useId } from "react";
import { cx } from "./cx";

/** A box with its words; the whole line is the target. */
export function Checkbox({
  label,
  hint,
  className,
  ...rest
}: { label: ReactNode; hint?: ReactNode } & Omit<ComponentProps<"input">, "type">) {
  const id = useId();
  return (
    <label className={cx("flex items-start gap-2 rounded-sm py-0.5", className)}>
      <input
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-accent-solid"
        {...(hint === undefined ? {} : { "aria-describedby": id })}
        {...rest}
      />
      <span className="min-w-0">
        <span className="block">{label}</span>
        {hint !== undefined && (
          <span id={id} className="block text-fg-muted text-xs">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
