import { Icon } from "@/components/ui/icon";
import { NavLink } from "./nav-link";
import { type NavigationPlace, type Place, places, settings } from "./places";

export const navigationId = "navigation";

function Items({
  items,
  tenant,
  attention,
}: {
  items: readonly NavigationPlace[];
  tenant: string;
  attention: Partial<Record<Place, number>>;
}) {
  return (
    <ul className="grid gap-px">
      {items.map(({ place, label, icon, path, exact }) => {
        const count = attention[place] ?? 0;
        return (
          <li key={place}>
            <NavLink href={path(tenant)} exact={exact} menu={navigationId}>
              <Icon name={icon} className="text-fg-subtle group-aria-[current]:text-fg" />
              <span className="flex-1">{label}</span>
              {count > 0 && (
                <span className="rounded-full bg-error-soft px-1.5 font-medium text-2xs text-error tabular-nums">
                  {count}
                  <span className="sr-only"> to review</span>
                </span>
              )}
            </NavLink>
          </li>
        );
      })}
    </ul>
  );
}

/** The places of one tenant's console. */
export function Navigation({
  tenant,
  attention = {},
  hidden = [],
}: {
  tenant: string;
  /** Places that this member's role does not reach; going there anyway is "not found". */
  hidden?: readonly Place[] | undefined;
  /** How many things wait for someone at a place. */
  attention?: Partial<Record<Place, number>> | undefined;
}) {
  return (
    <div className="grid gap-5 px-2">
      <Items items={places.filter(({ place }) => !hidden.includes(place))} tenant={tenant} attention={attention} />
      <div>
        <h2 className="px-2 pb-1 font-medium text-fg-subtle text-xs">Settings</h2>
        <Items items={settings.filter(({ place }) => !hidden.includes(place))} tenant={tenant} attention={attention} />
      </div>
    </div>
  );
}
