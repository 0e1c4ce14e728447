import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon";

/** Nothing here, and what to do about it. */
export function EmptyState({
  icon = "inbox",
  title,
  children,
  actions,
}: {
  icon?: IconName | undefined;
  title: ReactNode;
  /** The next step, in a sentence or two. */
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-lg border border-line bg-sunken text-fg-subtle">
        <Icon name={icon} size={20} />
      </span>
      <h2 className="font-semibold text-base">{title}</h2>
      {children !== undefined && <div className="max-w-md text-balance text-fg-muted">{children}</div>}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
