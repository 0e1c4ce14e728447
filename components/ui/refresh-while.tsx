"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";

/** How often, and how many times at most: a page that is left open must not ask for ever. */
const everyMs = 2_000;
const timesMax = 90;

/** Asks the server for the page again every two seconds, for three minutes at most, as long as it is looked at. */
export function RefreshWhile() {
  const router = useRouter();
  const [asked, setAsked] = useState(0);
  useEffect(() => {
    if (asked >= timesMax) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") router.refresh();
      setAsked((times) => times + 1);
    }, everyMs);
    return () => clearTimeout(timer);
  }, [router, asked]);
  return null;
}
