"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";

/** How far outside the window rows are still kept. */
const margin = "400px 0px";

/**
 * A stretch of a long list. Far from the window it keeps its height and lets go of its rows, so that the page stays
 * light however often "Load more" was pressed. A stretch with an open row, or with the focus, stays.
 */
export function FeedChunk({ windowed, children }: { windowed: boolean; children: ReactNode }) {
  const list = useRef<HTMLOListElement>(null);
  const [away, setAway] = useState<number | null>(null);

  useEffect(() => {
    const element = list.current;
    if (!windowed || element === null) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry === undefined) return;
        const held = element.querySelector("details[open]") !== null || element.contains(document.activeElement);
        setAway(entry.isIntersecting || held ? null : (height) => height ?? entry.boundingClientRect.height);
      },
      { rootMargin: margin },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [windowed]);

  const empty = windowed && away !== null;
  return (
    <ol ref={list} className="border-line border-b last:border-b-0" {...(empty ? { style: { height: away } } : {})}>
      {empty ? null : children}
    </ol>
  );
}
