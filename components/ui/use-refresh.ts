"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/**
 * Asks the server for the page again every `everyMs`, as long as it is looked at, and `timesMax` times at most: a page that is left
 * open must not ask for ever. What it gives begins the counting anew.
 */
export function useRefresh(everyMs: number, timesMax: number): () => void {
  const router = useRouter();
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked >= timesMax) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") router.refresh();
      setAsked((times) => times + 1);
    }, everyMs);
    return () => clearTimeout(timer);
  }, [router, asked, everyMs, timesMax]);
  return () => setAsked(0);
}
