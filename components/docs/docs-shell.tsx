import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { SkipLink } from "@/components/shell/skip-link";
import { Icon } from "@/components/ui/icon";
import { paths } from "@/lib/kernel/paths";
import { DocsNavigation } from "./docs-navigation";

/** The frame of the documentation: for everybody, signed in or not. */
export function DocsShell({ children }: { children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-surface">
      <SkipLink />
      <header className="sticky top-0 z-20 border-line border-b bg-canvas">
        <div className="mx-auto flex h-12 max-w-6xl items-center gap-3 px-4">
          <Link href={paths.docs()} className="flex h-8 items-center gap-2 rounded-sm font-semibold tracking-tight">
            <Logo />
            Countersign <span className="font-normal text-fg-muted">Docs</span>
          </Link>
          <span className="flex-1" />
          <Link
            href={paths.home()}
            className="flex h-8 items-center gap-1.5 rounded-sm px-2 text-fg-muted hover:bg-hover hover:text-fg"
          >
            Open the console
            <Icon name="arrow-right" size={14} />
          </Link>
        </div>
      </header>
      <div className="mx-auto max-w-6xl px-4 lg:grid lg:grid-cols-[11.5rem_minmax(0,1fr)] lg:gap-8">
        <DocsNavigation />
        <main id="main" tabIndex={-1} className="min-w-0 pb-24 outline-none">
          {children}
        </main>
      </div>
    </div>
  );
}
