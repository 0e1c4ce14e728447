import type { ReactNode } from "react";
import { Logo } from "./logo";

/** One thing to do, in the middle: signing in, consenting, setting up. */
export function CenteredPage({
  title,
  description,
  width = "sm",
  foot,
  children,
}: {
  title: ReactNode;
  description?: ReactNode;
  width?: "sm" | "md" | undefined;
  foot?: ReactNode;
  children: ReactNode;
}) {
  return (
    <main id="main" className="grid min-h-dvh content-center justify-items-center px-4 py-10">
      <div className={width === "sm" ? "w-full max-w-88" : "w-full max-w-2xl"}>
        <header className="mb-5 grid justify-items-center gap-1 text-center">
          <Logo size={36} className="mb-3" />
          <h1 className="font-semibold text-xl">{title}</h1>
          {description !== undefined && <p className="text-balance text-fg-muted">{description}</p>}
        </header>
        <div className="rounded-xl border border-line bg-surface p-5 shadow-control">{children}</div>
        {foot !== undefined && <footer className="mt-4 text-center text-fg-muted text-xs">{foot}</footer>}
      </div>
    </main>
  );
}
