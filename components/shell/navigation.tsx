import { Icon, type IconName } from "@/components/ui/icon";
import { paths } from "@/lib/kernel/paths";
import { NavLink } from "./nav-link";

export const navigationId = "navigation";

export type Place =
  | "overview"
  | "quickstart"
  | "audit"
  | "agents"
  | "humans"
  | "servers"
  | "connections"
  | "policies"
  | "members"
  | "keys"
  | "clients"
  | "docs";

type Item = { place: Place; label: string; icon: IconName; path: (tenant: string) => string; exact?: true };

const places: readonly Item[] = [
  { place: "overview", label: "Overview", icon: "overview", path: paths.overview, exact: true },
  { place: "quickstart", label: "Quickstart", icon: "terminal", path: paths.quickstart },
  { place: "audit", label: "Audit log", icon: "log", path: (tenant) => paths.audit(tenant) },
  { place: "agents", label: "Agents", icon: "agent", path: paths.agents },
  { place: "humans", label: "Humans", icon: "humans", path: paths.humans },
  { place: "servers", label: "Servers", icon: "server", path: paths.servers },
  { place: "connections", label: "Connections", icon: "connection", path: paths.connections },
  { place: "policies", label: "Policies", icon: "policy", path: paths.policies },
];
const settings: readonly Item[] = [
  { place: "members", label: "Members", icon: "members", path: paths.members },
  { place: "keys", label: "API keys", icon: "key", path: paths.keys },
  { place: "clients", label: "OAuth clients", icon: "lock", path: paths.clients },
  { place: "docs", label: "Docs", icon: "help", path: paths.docs },
];

function Items({
  items,
  tenant,
  attention,
}: {
  items: readonly Item[];
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
