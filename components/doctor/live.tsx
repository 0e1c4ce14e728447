"use client";

import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { useRefresh } from "@/components/ui/use-refresh";

/** Asks for the page again every five seconds, for a quarter of an hour, as long as it is looked at; and at once when pressed. */
export function Live() {
  const router = useRouter();
  const beginAnew = useRefresh(5_000, 180);
  const [pending, start] = useTransition();
  const refresh = () => {
    beginAnew();
    start(() => router.refresh());
  };
  return (
    <Button icon="refresh" onClick={refresh} aria-busy={pending || undefined}>
      Refresh
    </Button>
  );
}
