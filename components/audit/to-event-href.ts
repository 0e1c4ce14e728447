import { paths } from "@/lib/kernel/paths";

/** An event's own page (`own`: among the reader's own pages), which goes on to its neighbours in the search that it was found by. */
export const toEventHref = (tenant: string, id: string, query: string, own = false): string =>
  `${own ? paths.myEvent(tenant, id) : paths.event(tenant, id)}${query === "" ? "" : `?${query}`}`;
