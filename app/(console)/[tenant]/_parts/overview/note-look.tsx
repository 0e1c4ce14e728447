"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import type { BoundAction } from "../action-form";

/** As long as this a page is looked at before it counts as seen: passing through is no look. */
const dwellMs = 1_000;
/** Who comes back to a page that is older than this gets it anew. */
const staleMs = 5 * 60_000;

/**
 * Says that the member has looked, once for each state of the page, and as of when that was. Only a page that is in sight is looked at: what a
 * browser fetches ahead, or opens behind, moves nothing.
 */
export function NoteLook({ at, action }: { at: string; action: BoundAction<void> }) {
  const router = useRouter();
  const noted = useRef<string>(undefined);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const see = () => {
      clearTimeout(timer);
      if (document.visibilityState !== "visible" || noted.current === at) return;
      timer = setTimeout(() => {
        noted.current = at;
        const form = new FormData();
        form.set("at", at);
        // Where it cannot be kept, the same is told again: nothing is lost.
        action(undefined, form).catch(() => {});
      }, dwellMs);
    };
    const comeBack = () => {
      if (document.visibilityState === "visible" && Date.now() - Date.parse(at) > staleMs) router.refresh();
      else see();
    };
    see();
    document.addEventListener("visibilitychange", comeBack);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", comeBack);
    };
  }, [at, action, router]);
  return null;
}
