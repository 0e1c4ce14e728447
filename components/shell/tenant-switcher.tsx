import { Avatar } from "@/components/ui/avatar";
import { Icon } from "@/components/ui/icon";
import { MenuLabel, MenuLink } from "@/components/ui/menu-items";
import { Popover } from "@/components/ui/popover";

// Not useId: ids made on the server start anew with every request, and this outlives many of them.
const id = "environments";

export type ShellTenant = { slug: string; name: string; organization: string; href: string };

/** Where one is (organization and environment), and the way to the other environments one belongs to. */
export function TenantSwitcher({
  current,
  tenants,
}: {
  current: Omit<ShellTenant, "href">;
  tenants: readonly ShellTenant[];
}) {
  const organizations = [...new Set(tenants.map((tenant) => tenant.organization))];
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        className="flex w-full items-center gap-2.5 rounded-md px-2 py-1.5 text-start hover:bg-hover"
      >
        <Avatar name={current.organization} shape="square" size={28} />
        <span className="min-w-0 flex-1">
          <span className="sr-only">Switch environment, now </span>
          <span className="block truncate font-semibold leading-4.5">{current.organization}</span>
          <span className="block truncate text-fg-muted text-xs leading-4">{current.name}</span>
        </span>
        <Icon name="chevrons" size={14} className="text-fg-subtle" />
      </button>
      <Popover id={id} label="Environments" closeOnChoice className="w-60 p-1">
        {organizations.map((organization) => (
          <div key={organization}>
            <MenuLabel>{organization}</MenuLabel>
            {tenants
              .filter((tenant) => tenant.organization === organization)
              .map((tenant) => (
                <MenuLink key={tenant.slug} href={tenant.href} current={tenant.slug === current.slug}>
                  {tenant.name} <span className="font-mono text-fg-subtle text-xs">{tenant.slug}</span>
                </MenuLink>
              ))}
          </div>
        ))}
      </Popover>
    </>
  );
}
