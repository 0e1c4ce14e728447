import type { ReactNode } from "react";

export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid h-4.5 min-w-4.5 place-items-center rounded-xs border border-line-strong bg-sunken px-1 font-sans text-2xs text-fg-muted">
      {children}
    </kbd>
  );
}
