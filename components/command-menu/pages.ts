import { type Place, places, settings } from "@/components/shell/places";
import { paths } from "@/lib/kernel/paths";
import type { Entry } from "./entry";

/** Pages that the navigation leads to by another page. */
const further: readonly (Omit<Entry, "href"> & { path: (tenant: string) => string; place?: Place })[] = [
  { label: "Connect an agent", icon: "plus", path: paths.newInstance, place: "newInstance" },
  { label: "Import a server", icon: "plus", path: paths.newServer, place: "newServer" },
  { label: "New policy", icon: "plus", path: paths.newPolicy, place: "newPolicy" },
  { label: "What if", icon: "help", path: paths.whatIf, note: "Try a call without making it" },
  { label: "Connection doctor", icon: "activity", path: paths.doctor, note: "Why a client does not connect" },
  { label: "Reports", icon: "alert", path: paths.reports, note: "What humans said should not have happened" },
  { label: "Health of the log", icon: "proof", path: paths.logHealth },
  { label: "Settings", icon: "settings", path: paths.tenantSettings },
  { label: "Limits", icon: "clock", path: paths.limits, note: "Settings" },
  { label: "Recording", icon: "eye", path: paths.recording, note: "Settings" },
  { label: "Retention", icon: "calendar", path: paths.retention, note: "Settings" },
  { label: "Sign-in", icon: "key", path: paths.signInSettings, note: "Settings" },
  { label: "OAuth", icon: "lock", path: paths.oauthSettings, note: "Settings" },
  { label: "Your environments", icon: "human", path: paths.me },
];

/** The pages of a tenant's console, without those that the member's role does not reach. */
export function pagesOf(tenant: string, hidden: readonly Place[]): Entry[] {
  return [...places, ...settings, ...further]
    .filter(({ place }) => place === undefined || !hidden.includes(place))
    .map(({ label, icon, path, ...rest }) => ({
      href: path(tenant),
      label,
      icon,
      ...("note" in rest ? { note: rest.note } : {}),
    }));
}
