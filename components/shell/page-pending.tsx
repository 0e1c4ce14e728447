"use client";

import { usePathname } from "next/navigation";
import { type ReactNode, useEffect, useState } from "react";
import { onNavigation } from "./navigation-event";
import { type PageShape, toPageShape } from "./page-shape";
import { PageSkeleton } from "./page-skeleton";

/** Who waits less than this is told nothing: a skeleton that flashes is worse than none. */
const patienceMs = 200;
/** A navigation that came to nothing leaves the page as it was. */
const givenUpMs = 15_000;

/**
 * The page, or the skeleton of the one that is on its way. Documents come whole from the server, with their status and without a script;
 * only where script leads from page to page there is something to wait for that the browser does not show by itself.
 */
export function PagePending({ children }: { children: ReactNode }) {
  const pathname = usePathname();
  const [pending, setPending] = useState<{ from: string; shape: PageShape }>();

  useEffect(() => {
    let timers: ReturnType<typeof setTimeout>[] = [];
    const forget = () => {
      for (const timer of timers) clearTimeout(timer);
      timers = [];
    };
    const stop = onNavigation(({ url, type }) => {
      forget();
      const next = new URL(url, window.location.href).pathname;
      const shape = toPageShape(next, pathname.split("/")[1] ?? "");
      // Another search on the same page keeps its rows until the others are there; going back is a matter of moments.
      if (shape === undefined || next === pathname || type === "traverse") return setPending(undefined);
      timers = [
        setTimeout(() => setPending({ from: pathname, shape }), patienceMs),
        setTimeout(() => setPending(undefined), givenUpMs),
      ];
    });
    return () => {
      forget();
      stop();
      // What was waited for is not waited for again when somebody comes back to this page.
      setPending(undefined);
    };
  }, [pathname]);

  // What was pending on another page has arrived: in the same breath, so that no skeleton covers a page that is there.
  const shape = pending?.from === pathname ? pending.shape : undefined;
  return (
    <>
      {shape !== undefined && (
        <div className="[--late:0ms]">
          <PageSkeleton shape={shape} />
        </div>
      )}
      <div hidden={shape !== undefined}>{children}</div>
    </>
  );
}
