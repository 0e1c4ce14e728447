import type { ReactNode } from "react";
import { cx } from "./cx";

/** A surface with an optional head (title, description, actions) and foot. `flush` lets a table or list reach its edges. */
export function Card({
  title,
  description,
  actions,
  foot,
  flush = false,
  tone = "plain",
  id,
  className,
  children,
}: {
  title?: ReactNode;
  description?: ReactNode;
  actions?: ReactNode;
  foot?: ReactNode;
  flush?: boolean | undefined;
  tone?: "plain" | "danger" | undefined;
  id?: string | undefined;
  className?: string | undefined;
  children?: ReactNode;
}) {
  const hasHead = title !== undefined || actions !== undefined;
  return (
    <section
      id={id}
      className={cx(
        "min-w-0 rounded-lg border bg-surface",
        tone === "danger" ? "border-denied-line" : "border-line",
        className,
      )}
    >
      {hasHead && (
        <header
          className={cx("flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-(--card-x) py-(--card-y)")}
        >
          <div className="min-w-0 flex-1 basis-52">
            {title !== undefined && <h2 className="font-semibold text-base">{title}</h2>}
            {description !== undefined && <p className="text-fg-muted">{description}</p>}
          </div>
          {actions !== undefined && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
        </header>
      )}
      {children !== undefined && (
        <div
          className={cx(
            flush ? hasHead && "border-line border-t" : hasHead ? "px-(--card-x) pb-(--card-x)" : "p-(--card-x)",
          )}
        >
          {children}
        </div>
      )}
      {foot !== undefined && (
        <footer className="flex flex-wrap items-center justify-between gap-2 border-line border-t px-(--card-x) py-2.5 text-fg-muted text-xs">
          {foot}
        </footer>
      )}
    </section>
  );
}
