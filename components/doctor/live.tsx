"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";

/** How often, and for how long: a page that is left open must not ask for ever. */
const everyMs = 5_000;
const timesMax = 180;

/** Asks for the page again every five seconds, for a quarter of an hour, as long as it is looked at; and at once when pressed. */
export function Live() {
  const router = useRouter();
  const [asked, setAsked] = useState(0);
  const [pending, start] = useTransition();
  useEffect(() => {
    if (asked >= timesMax) return;
    const timer = setTimeout(() => {
      if (document.visibilityState === "visible") router.refresh();
      setAsked((times) => times + 1);
    }, everyMs);
    return () => clearTimeout(timer);
  }, [router, asked]);
  const refresh = () => {
    setAsked(0);
    start(() => router.refresh());
  };
  return (
    <Button icon="refresh" onClick={refresh} aria-busy={pending || undefined}>
      Refresh
    </Button>
  );
}
