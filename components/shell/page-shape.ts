/** What the pages of the console look like from afar: as much as their skeletons show. */
export type PageShape = {
  body: "overview" | "feed" | "list" | "cards" | "form";
  /** Whether the way to the page stands above its name. */
  crumbs: boolean;
  tabs: boolean;
  /** A name and nothing else at its head. */
  bare: boolean;
};

type Shape = readonly [path: string, body: PageShape["body"], ...marks: ("crumbs" | "tabs" | "bare")[]];

/** Pages of which there is one, by their path within a tenant; `*` is any one name. What is not among them is a page of cards. */
const shapes: readonly Shape[] = [
  ["", "overview"],
  ["audit", "feed"],
  ["audit/health", "list", "crumbs"],
  ["audit/*", "cards", "crumbs"],
  ["agents", "list"],
  ["agents/connect", "form", "crumbs"],
  ["agents/reports", "list", "crumbs"],
  ["agents/doctor", "cards", "crumbs"],
  ["humans", "list"],
  ["servers", "list"],
  ["servers/import", "cards", "crumbs"],
  ["servers/import/connect", "form", "crumbs"],
  ["servers/*/tools", "list", "crumbs", "tabs"],
  ["servers/*/tools/*", "cards", "crumbs", "tabs"],
  ["policies", "list"],
  ["policies/new", "form", "crumbs"],
  ["policies/what-if", "form", "crumbs"],
  ["policies/*/decisions", "feed", "crumbs", "tabs"],
  ["connections", "list"],
  ["quickstart", "cards"],
  ["settings/members", "list", "tabs", "bare"],
  ["settings/keys", "list", "tabs", "bare"],
  ["settings/clients", "list", "tabs", "bare"],
  ["settings/limits", "list", "tabs", "bare"],
  ["settings/*", "cards", "tabs", "bare"],
  ["settings", "cards", "tabs", "bare"],
  ["*/*/audit", "feed", "crumbs", "tabs"],
  ["*/*/*/audit", "feed", "crumbs", "tabs"],
  ["*/*", "cards", "crumbs", "tabs"],
  ["*/*/*", "cards", "crumbs", "tabs"],
  ["*/*/*/*", "cards", "crumbs", "tabs"],
];

/** Pages of one's own, below `/me`. */
const ownShapes: readonly Shape[] = [
  ["", "cards", "tabs"],
  ["sessions", "list", "tabs"],
  ["*/audit", "feed", "crumbs"],
  ["*/*", "cards", "crumbs"],
  ["*/audit/*", "cards", "crumbs"],
];

/** The shape of a page within the same frame, which is a tenant's, by its slug, or `me`; undefined for one that has another. */
export function toPageShape(pathname: string, frame: string): PageShape | undefined {
  const [, first, ...rest] = pathname.split("/");
  if (first !== frame) return undefined;
  const parts = rest.filter((part) => part !== "");
  const fits = (path: string) => {
    const pattern = path === "" ? [] : path.split("/");
    return pattern.length === parts.length && pattern.every((part, i) => part === "*" || part === parts[i]);
  };
  const found: Shape = (frame === "me" ? ownShapes : shapes).find(([path]) => fits(path)) ?? ["", "cards"];
  const [, body, ...marks] = found;
  return { body, crumbs: marks.includes("crumbs"), tabs: marks.includes("tabs"), bare: marks.includes("bare") };
}
