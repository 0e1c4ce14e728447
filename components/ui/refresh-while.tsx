"use client";

import { useRefresh } from "./use-refresh";

/** Asks the server for the page again every two seconds, for three minutes at most, as long as it is looked at. */
export function RefreshWhile() {
  useRefresh(2_000, 90);
  return null;
}
