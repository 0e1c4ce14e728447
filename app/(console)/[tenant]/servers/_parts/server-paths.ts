import { paths } from "@/lib/kernel/paths";

/** The tabs of one server. */
export const toolsOf = (tenant: string, server: string): string => `${paths.server(tenant, server)}/tools`;
export const toolOf = (tenant: string, server: string, tool: string): string =>
  `${toolsOf(tenant, server)}/${encodeURIComponent(tool)}`;
