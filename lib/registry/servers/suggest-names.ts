/** Parts of host names that say nothing of whose server it is. */
const sayNothing = new Set(["mcp", "www", "api", "app", "remote", "server", "gateway", "localhost"]);

/** What a server at this address may be called: `https://mcp.linear.app/mcp` is Linear. Empty where the address does not tell. Pure. */
export function suggestNames(url: string): { name: string; key: string } {
  const nothing = { name: "", key: "" };
  if (!URL.canParse(url)) return nothing;
  const { hostname } = new URL(url);
  if (/^[\d.]+$|:/.test(hostname)) return nothing;
  const labels = hostname.split(".");
  // The last one is a country or a kind of organization; what stands before it says most.
  const known = (labels.length > 1 ? labels.slice(0, -1) : labels).filter((label) => !sayNothing.has(label));
  const key = (known.at(-1) ?? "").replaceAll(/-+/g, "-").slice(0, 40);
  return { name: key.split("-").map(titled).join(" "), key };
}

const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
