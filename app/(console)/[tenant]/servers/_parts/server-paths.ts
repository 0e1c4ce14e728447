import { paths } from "@/lib/kernel/paths";

/** The tabs of one server. */
export const toolsOf = (tenant: string, server: string): string => `${paths.server(tenant, server)}/tools`;
export const toolOf = (tenant: string, server: string, tool: string): string =>
  `${toolsOf(tenant, server)}/${encodeURIComponent(tool)}`;

/** The second step of importing: what is known of the server is in the URL. */
export const connectTo = (tenant: string, from: { known: string } | { url: string } | Record<string, never> = {}) => {
  const query = new URLSearchParams(from).toString();
  return `${paths.newServer(tenant)}/connect${query === "" ? "" : `?${query}`}`;
};
/** The third: the tools of a server that was imported just now. */
export const reviewOf = (tenant: string, server: string): string => `${toolsOf(tenant, server)}?imported=1`;
