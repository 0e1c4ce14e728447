import type { IconName } from "@/components/ui/icon";
import { paths } from "@/lib/kernel/paths";

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
  | "docs"
  | "newInstance"
  | "newServer"
  | "newPolicy";

export type NavigationPlace = {
  place: Place;
  label: string;
  icon: IconName;
  path: (tenant: string) => string;
  exact?: true;
};

/** The places of the navigation, in its order. */
export const places: readonly NavigationPlace[] = [
  { place: "overview", label: "Overview", icon: "overview", path: paths.overview, exact: true },
  { place: "quickstart", label: "Quickstart", icon: "terminal", path: paths.quickstart },
  { place: "audit", label: "Audit log", icon: "log", path: (tenant) => paths.audit(tenant) },
  { place: "agents", label: "Agents", icon: "agent", path: paths.agents },
  { place: "humans", label: "Humans", icon: "humans", path: paths.humans },
  { place: "servers", label: "Servers", icon: "server", path: paths.servers },
  { place: "connections", label: "Connections", icon: "connection", path: paths.connections },
  { place: "policies", label: "Policies", icon: "policy", path: paths.policies },
];

export const settings: readonly NavigationPlace[] = [
  { place: "members", label: "Members", icon: "members", path: paths.members },
  { place: "keys", label: "API keys", icon: "key", path: paths.keys },
  { place: "clients", label: "OAuth clients", icon: "lock", path: paths.clients },
  { place: "docs", label: "Docs", icon: "help", path: paths.docs },
];
