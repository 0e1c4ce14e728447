import Link from "next/link";
import type { ReactNode } from "react";
import { CommandMenu } from "@/components/command-menu/command-menu";
import { SearchButton } from "@/components/command-menu/search-button";
import { Icon } from "@/components/ui/icon";
import { paths } from "@/lib/kernel/paths";
import { Logo } from "./logo";
import { Navigation, navigationId } from "./navigation";
import type { Place } from "./places";
import { SkipLink } from "./skip-link";
import { type ShellTenant, TenantSwitcher } from "./tenant-switcher";
import { type ShellUser, type SignOut, UserMenu } from "./user-menu";

/**
 * The frame of the console. On a narrow page the sidebar is a popover behind the menu button: the same element, so it
 * needs no script and exists once.
 */
export function AppShell({
  tenant,
  tenants,
  user,
  signOut,
  attention,
  hidden = [],
  children,
}: {
  tenant: Omit<ShellTenant, "href">;
  /** Every tenant the user may go to, the current one included. */
  tenants: readonly ShellTenant[];
  user: ShellUser & { id: string };
  signOut: SignOut;
  attention?: Partial<Record<Place, number>> | undefined;
  /** Places that the user's role does not reach. */
  hidden?: readonly Place[] | undefined;
  children: ReactNode;
}) {
  const search = paths.audit(tenant.slug);
  return (
    <CommandMenu tenant={tenant.slug} user={user.id} hidden={hidden}>
      <div className="min-h-dvh md:grid md:grid-cols-[14.5rem_minmax(0,1fr)]">
        <SkipLink />
        <header className="sticky top-0 z-20 flex h-12 items-center gap-2 border-line border-b bg-canvas px-2 md:hidden">
          <button
            type="button"
            popoverTarget={navigationId}
            aria-label="Menu"
            className="grid size-9 place-items-center rounded-sm text-fg-muted hover:bg-hover"
          >
            <Icon name="menu" size={18} />
          </button>
          <Logo />
          <p className="min-w-0 truncate font-semibold">
            {tenant.organization} <span className="font-normal text-fg-muted">{tenant.name}</span>
          </p>
          <div className="ms-auto">
            <SearchButton href={search} compact />
          </div>
        </header>
        <nav
          id={navigationId}
          popover="auto"
          aria-label="Console"
          className="sidebar fixed inset-y-0 left-0 m-0 h-dvh w-64 flex-col gap-3 overflow-y-auto overscroll-contain border-line border-r bg-canvas py-3 text-fg shadow-float backdrop:bg-backdrop open:flex md:sticky md:top-0 md:flex md:w-auto md:shadow-none"
        >
          <Link
            href={paths.overview(tenant.slug)}
            className="mx-2 flex h-8 items-center gap-2 self-start rounded-sm px-2 font-semibold tracking-tight"
          >
            <Logo />
            Countersign
          </Link>
          <div className="px-2">
            <TenantSwitcher current={tenant} tenants={tenants} />
          </div>
          <div className="px-4 max-md:hidden">
            <SearchButton href={search} />
          </div>
          <div className="flex-1">
            <Navigation tenant={tenant.slug} attention={attention} hidden={hidden} />
          </div>
          <div className="px-2">
            <UserMenu user={user} signOut={signOut} />
          </div>
        </nav>
        <main id="main" tabIndex={-1} className="min-w-0 bg-surface px-4 pb-16 outline-none md:px-6">
          {children}
        </main>
      </div>
    </CommandMenu>
  );
}
