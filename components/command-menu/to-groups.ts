import type { IconName } from "@/components/ui/icon";
import { paths } from "@/lib/kernel/paths";
import type { Thing } from "@/lib/registry/find/find-things";
import type { Entry, Group } from "./entry";

/** How well a text matches the best of some words: 0 whole, 1 at the beginning, 2 where a word begins, 3 within; undefined not at all. */
export function rankMatch(text: string, words: readonly (string | null | undefined)[]): number | undefined {
  const wanted = text.toLowerCase();
  const ranks = words.flatMap((word) => {
    const at = word?.toLowerCase().indexOf(wanted) ?? -1;
    if (word == null || at < 0) return [];
    if (at === 0) return [word.length === wanted.length ? 0 : 1];
    return [/[\s_./|@-]/.test(word.charAt(at - 1)) ? 2 : 3];
  });
  return ranks.length === 0 ? undefined : Math.min(...ranks);
}

type Kind = { label: string; icon: IconName; path: (tenant: string, thing: Thing) => string };

/** The kinds of things in the order in which they are shown where they match equally well. */
const kinds = {
  event: { label: "Events", icon: "log", path: (tenant, { key }) => paths.event(tenant, key) },
  agent: { label: "Agents", icon: "agent", path: (tenant, { key }) => paths.agent(tenant, key) },
  instance: {
    label: "Instances",
    icon: "session",
    path: (tenant, { key, within }) => paths.instance(tenant, within ?? "", key),
  },
  human: { label: "Humans", icon: "human", path: (tenant, { key }) => paths.human(tenant, key) },
  server: { label: "Servers", icon: "server", path: (tenant, { key }) => paths.server(tenant, key) },
  tool: { label: "Tools", icon: "tool", path: (tenant, { key, within }) => paths.tool(tenant, within ?? "", key) },
  policy: { label: "Policies", icon: "policy", path: (tenant, { key }) => paths.policy(tenant, key) },
} as const satisfies Record<Thing["kind"], Kind>;

const kindNames = Object.keys(kinds) as Thing["kind"][]; // safe because `kinds` has exactly these keys

type Asked = {
  tenant: string;
  text: string;
  pages: readonly Entry[];
  recent: readonly Entry[];
  things: readonly Thing[];
};

/**
 * What the menu shows: without a text the places one chose lately and every page; with one the pages and things that match, the
 * group with the best match first, and as the last line always the way into the log.
 */
export function toGroups({ tenant, text, pages, recent, things }: Asked): Group[] {
  if (text === "") {
    return [
      { label: "Recent", entries: recent },
      { label: "Pages", entries: pages },
    ].filter(({ entries }) => entries.length > 0);
  }
  const ranked: (Group & { rank: number })[] = [
    toPages(text, pages),
    ...kindNames.map((kind) => toThings(tenant, text, kind, things)),
  ];
  const log = paths.audit(tenant, new URLSearchParams({ q: text }).toString());
  return [
    // The sort is stable, so the order above decides between equals.
    ...ranked
      .filter(({ entries }) => entries.length > 0)
      .sort((a, b) => a.rank - b.rank)
      .map(({ label, entries }) => ({ label, entries })),
    { label: "Audit log", entries: [{ href: log, label: `Search the log for “${text}”`, icon: "search" }] },
  ];
}

const worst = 4;

function toPages(text: string, pages: readonly Entry[]): Group & { rank: number } {
  const matched = pages
    .map((page) => ({ page, rank: rankMatch(text, [page.label]) ?? worst }))
    .filter(({ rank }) => rank < worst)
    .sort((a, b) => a.rank - b.rank);
  return { label: "Pages", entries: matched.map(({ page }) => page), rank: matched[0]?.rank ?? worst };
}

/** In the order of the server's answer, which knows what is gone. */
function toThings(
  tenant: string,
  text: string,
  kind: Thing["kind"],
  things: readonly Thing[],
): Group & { rank: number } {
  const ofKind = things.filter((thing) => thing.kind === kind);
  const { label, icon, path } = kinds[kind];
  return {
    label,
    entries: ofKind.map((thing) => ({
      href: path(tenant, thing),
      label: thing.name,
      icon,
      ...(thing.note === null || thing.note === thing.name ? {} : { note: thing.note }),
    })),
    rank: Math.min(...ofKind.map(({ key, name, note }) => rankMatch(text, [name, key, note]) ?? worst), worst),
  };
}
