import type { ReactNode } from "react";
import { CopyButton } from "./copy-button";
import { Icon } from "./icon";

/** It could not be read. Never to be mistaken for nothing being there. */
export function FailedState({
  title = "This could not be loaded",
  children,
  requestId,
  actions,
}: {
  title?: ReactNode;
  children?: ReactNode;
  /** To quote when asking for help; it finds the log line. */
  requestId?: string | undefined;
  actions?: ReactNode;
}) {
  return (
    <div role="alert" className="grid justify-items-center gap-1 px-6 py-12 text-center">
      <span className="mb-2 grid size-10 place-items-center rounded-lg border border-error-line bg-error-soft text-error">
        <Icon name="warning" size={20} />
      </span>
      <h2 className="font-semibold text-base">{title}</h2>
      {children !== undefined && <div className="max-w-md text-balance text-fg-muted">{children}</div>}
      {requestId !== undefined && (
        <p className="flex items-center gap-1 text-fg-subtle text-xs">
          Request <code className="font-mono">{requestId}</code>
          <CopyButton text={requestId} what="request id" />
        </p>
      )}
      {actions !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{actions}</div>}
    </div>
  );
}
