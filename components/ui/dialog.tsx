import type { ReactNode } from "react";
import { Button } from "./button";
import { cx } from "./cx";

/**
 * A modal on the browser's own `<dialog>`: focus is held inside, Escape closes, the page behind is inert, and with
 * `<DialogTrigger>` it opens before any script has arrived. From code: `openDialog(id)` and `closeDialog(id)`.
 */
export function Dialog({
  id,
  title,
  description,
  size = "md",
  children,
}: {
  id: string;
  title: ReactNode;
  description?: ReactNode;
  size?: "sm" | "md" | "lg" | undefined;
  children: ReactNode;
}) {
  // Attributes newer than React's types: with them the button needs no script.
  const closes = { command: "close", commandfor: id };
  return (
    <dialog
      id={id}
      aria-labelledby={`${id}-title`}
      {...(description === undefined ? {} : { "aria-describedby": `${id}-description` })}
      closedby="any"
      className={cx(
        "m-auto max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] overflow-y-auto overscroll-contain rounded-xl bg-raised p-0 shadow-float",
        size === "sm" ? "max-w-sm" : size === "md" ? "max-w-lg" : "max-w-3xl",
      )}
    >
      <div className="grid gap-4 p-5">
        <header className="flex items-start justify-between gap-4">
          <div className="grid min-w-0 gap-1">
            <h2 id={`${id}-title`} className="font-semibold text-lg">
              {title}
            </h2>
            {description !== undefined && (
              <p id={`${id}-description`} className="text-fg-muted">
                {description}
              </p>
            )}
          </div>
          <form method="dialog">
            <Button
              type="submit"
              variant="ghost"
              size="sm"
              square
              icon="close"
              aria-label="Close"
              className="-mt-1 -mr-1.5"
              {...closes}
            />
          </form>
        </header>
        {children}
      </div>
    </dialog>
  );
}
