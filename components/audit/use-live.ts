"use client";

import { useEffect, useRef, useState } from "react";
import type { AuditEvent } from "@/lib/audit/event";
import { addRows, type LiveRows, noRows } from "./live-rows";
import { readEvents } from "./read-events";
import { withParam } from "./with-param";

const everyMs = 1_000;
/** When an answer was full there is more at once. */
const fullMs = 250;
const backOffMaxMs = 30_000;
/** Pages that are read to close the gap between the page as it was rendered and the first poll. */
const gapPages = 4;
const announceMs = 4_000;

export type Live = LiveRows & {
  status: "off" | "starting" | "live" | "retrying";
  /** When it began, as an ISO time. */
  since: string | null;
  /** What is read out: how many came, now and then. */
  spoken: string;
  /** Shows what waits. */
  show: () => void;
};

type Following = LiveRows & { address: string; status: Live["status"]; since: string | null };

/**
 * Follows a search once a second while `on`: each event once, none missed, also those that came between the rendering of the
 * page and the first poll. Waits while the tab is hidden and goes on where it was; backs off when nothing answers.
 */
export function useLive({
  on,
  address,
  shown,
  mayShow,
}: {
  on: boolean;
  /** Of the search in the API, with a query. */
  address: string;
  /** The first page. */
  shown: readonly AuditEvent[];
  /** Whether rows may move now, because nobody is reading them. */
  mayShow: () => boolean;
}): Live {
  const [state, setState] = useState<Following>();
  const [spoken, setSpoken] = useState("");
  // Read by the loop, which outlives renderings.
  const latest = useRef({ shown, mayShow });
  useEffect(() => {
    latest.current = { shown, mayShow };
  });

  useEffect(() => {
    if (!on) {
      setState((now) => now && { ...now, status: "off" });
      return;
    }
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let cursor: string | undefined;
    let failures = 0;
    let unsaid = 0;
    let saidAt = 0;
    let asking = false;

    const take = (came: readonly AuditEvent[], status: "live") => {
      const known = new Set(latest.current.shown.map(({ id }) => id));
      const added = came.filter(({ id }) => !known.has(id));
      const show = latest.current.mayShow();
      setState((now) => {
        const base = now?.address === address ? now : { ...noRows, address, since: null };
        return { ...base, ...addRows(base, added, show), status, since: base.since ?? new Date().toISOString() };
      });
      unsaid += added.length;
      if (unsaid > 0 && Date.now() - saidAt > announceMs) {
        setSpoken(`${unsaid} new ${unsaid === 1 ? "event" : "events"}${show ? "" : ", waiting"}`);
        saidAt = Date.now();
        unsaid = 0;
      }
    };

    /** What is newer than the page, read backwards until it is reached. */
    const readGap = async (): Promise<AuditEvent[]> => {
      const newest = latest.current.shown[0]?.id ?? "";
      const found: AuditEvent[] = [];
      let next: string | null = address;
      for (let page = 0; page < gapPages && next !== null; page += 1) {
        const { items, nextCursor } = await readEvents(next, ending.signal);
        const newer = items.filter(({ id }) => id > newest);
        found.push(...newer);
        next = newer.length < items.length || nextCursor === null ? null : withParam(address, "cursor", nextCursor);
      }
      return found;
    };

    const ask = async (): Promise<number> => {
      if (cursor === undefined) {
        const begun = await readEvents(withParam(address, "since", "now"), ending.signal);
        const gap = await readGap();
        cursor = begun.nextCursor ?? undefined;
        take(gap, "live");
        return everyMs;
      }
      const { items, nextCursor, caughtUp } = await readEvents(withParam(address, "since", cursor), ending.signal);
      cursor = nextCursor ?? cursor;
      take(items, "live");
      return caughtUp === false ? fullMs : everyMs;
    };

    const turn = async () => {
      timer = undefined;
      if (document.hidden || asking) return;
      asking = true;
      const wait = await ask().then(
        (ms) => {
          failures = 0;
          return ms;
        },
        () => {
          failures += 1;
          if (!ending.signal.aborted) setState((now) => now && { ...now, status: "retrying" });
          return Math.min(backOffMaxMs, everyMs * 2 ** failures);
        },
      );
      asking = false;
      if (!ending.signal.aborted) timer = setTimeout(turn, wait);
    };
    const seen = () => {
      if (!document.hidden && timer === undefined) turn();
    };

    setState((now) =>
      now?.address === address
        ? { ...now, status: "starting" }
        : { ...noRows, address, status: "starting", since: null },
    );
    document.addEventListener("visibilitychange", seen);
    turn();
    return () => {
      ending.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", seen);
    };
  }, [on, address]);

  const current = state?.address === address ? state : undefined;
  return {
    ...(current ?? { ...noRows, status: on ? "starting" : "off", since: null }),
    spoken,
    show: () => setState((now) => now && { ...now, ...addRows(now, [], true) }),
  };
}
