"use client";

import { useSyncExternalStore } from "react";

/** On whose clock times are shown and typed. The URL is in UTC whatever stands here. */
export type Zone = "utc" | "local";

const storageKey = "time-zone";
const changed = new EventTarget();

function subscribe(listener: () => void): () => void {
  changed.addEventListener("change", listener);
  window.addEventListener("storage", listener);
  return () => {
    changed.removeEventListener("change", listener);
    window.removeEventListener("storage", listener);
  };
}
const present = (): Zone => (localStorage.getItem(storageKey) === "local" ? "local" : "utc");

/** What this browser was told last; UTC on the server and until anybody says otherwise. */
export const useZone = (): Zone => useSyncExternalStore(subscribe, present, () => "utc");

export function setZone(zone: Zone): void {
  if (zone === "local") localStorage.setItem(storageKey, zone);
  else localStorage.removeItem(storageKey);
  changed.dispatchEvent(new Event("change"));
}
