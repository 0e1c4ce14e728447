import { paths } from "@/lib/kernel/paths";

/** An event's own page, which goes on to its neighbours in the search that it was found by. */
export const toEventHref = (tenant: string, id: string, query: string): string =>
  `${paths.event(tenant, id)}${query === "" ? "" : `?${query}`}`;
