import Link from "next/link";
import type { ReactNode } from "react";
import { paths } from "@/lib/kernel/paths";
import { Logo } from "./logo";
import { SkipLink } from "./skip-link";
import { type ShellUser, type SignOut, UserMenu } from "./user-menu";

/** The frame of a human's own pages, which belong to no single tenant. */
export function AccountShell({ user, signOut, children }: { user: ShellUser; signOut: SignOut; children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-surface">
      <SkipLink />
      <header className="sticky top-0 z-20 border-line border-b bg-canvas">
        <div className="mx-auto flex h-14 max-w-5xl items-center justify-between gap-4 px-4">
          <Link href={paths.me()} className="flex h-8 items-center gap-2 rounded-sm font-semibold tracking-tight">
            <Logo />
            Countersign
          </Link>
          <div className="min-w-0 max-w-56">
            <UserMenu user={user} signOut={signOut} />
          </div>
        </div>
      </header>
      <main id="main" tabIndex={-1} className="mx-auto max-w-5xl px-4 pb-16 outline-none">
        {children}
      </main>
    </div>
  );
}
