import { Avatar } from "@/components/ui/avatar";
import { DensityToggle } from "@/components/ui/density-toggle";
import { Icon } from "@/components/ui/icon";
import { MenuButton, MenuLink, MenuSeparator } from "@/components/ui/menu-items";
import { Popover } from "@/components/ui/popover";
import { ThemeToggle } from "@/components/ui/theme-toggle";
import { paths } from "@/lib/kernel/paths";

// Not useId: ids made on the server start anew with every request, and this outlives many of them.
const id = "account";

export type ShellUser = { name: string | null; email: string; role?: string | undefined };

/** How to leave: a form that is POSTed, to a URL or to a server action, with whatever fields that needs. */
export type SignOut = {
  action: string | ((form: FormData) => void | Promise<void>);
  fields?: Readonly<Record<string, string>> | undefined;
};

/** Who is signed in and as what; their own pages, the theme and the density, and the way out. */
export function UserMenu({ user, signOut }: { user: ShellUser; signOut: SignOut }) {
  const name = user.name ?? user.email;
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start hover:bg-hover"
      >
        <Avatar name={name} size={26} />
        <span className="min-w-0 flex-1">
          <span className="sr-only">Account of </span>
          <span className="block truncate font-medium leading-4.5">{name}</span>
          {user.role !== undefined && (
            <span className="block truncate text-fg-muted text-xs capitalize leading-4">{user.role}</span>
          )}
        </span>
        <Icon name="more" className="text-fg-subtle" />
      </button>
      <Popover id={id} label="Account" closeOnChoice className="w-60 p-1">
        <div className="px-2 py-1.5">
          <p className="truncate font-medium">{name}</p>
          <p className="truncate text-fg-muted text-xs">{user.email}</p>
        </div>
        <MenuSeparator />
        <MenuLink href={paths.me()} icon="human">
          Your environments
        </MenuLink>
        <div className="flex items-center justify-between gap-2 px-2 py-1">
          <span>Theme</span>
          <ThemeToggle />
        </div>
        <div className="flex items-center justify-between gap-2 px-2 py-1">
          <span>Density</span>
          <DensityToggle />
        </div>
        <MenuSeparator />
        <form
          {...(typeof signOut.action === "string"
            ? { action: signOut.action, method: "post" }
            : { action: signOut.action })}
        >
          {Object.entries(signOut.fields ?? {}).map(([field, value]) => (
            <input key={field} type="hidden" name={field} value={value} />
          ))}
          <MenuButton type="submit" icon="sign-out">
            Sign out
          </MenuButton>
        </form>
      </Popover>
    </>
  );
}
