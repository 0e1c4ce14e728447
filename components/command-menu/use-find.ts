"use client";

import { useEffect, useState } from "react";
import { paths } from "@/lib/kernel/paths";
import type { Thing } from "@/lib/registry/find/find-things";
import { rankMatch } from "./to-groups";

type Answer = { text: string; items: readonly Thing[]; failed: boolean };
export type Found = { things: readonly Thing[]; status: "ready" | "loading" | "failed" };

/** How long a text must stand before it is asked for, in milliseconds. */
const restMs = 120;

/** Asks the API what a text names, once it stands still; a question that was typed over is cancelled. */
export function useFind(tenant: string, text: string): Found {
  const [answer, setAnswer] = useState<Answer>({ text: "", items: [], failed: false });
  useEffect(() => {
    if (text === "") return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      find(tenant, text, stop.signal).then(
        (items) => setAnswer({ text, items, failed: false }),
        // Said below the list; pages and the log can be opened all the same.
        () => stop.signal.aborted || setAnswer({ text, items: [], failed: true }),
      );
    }, restMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [tenant, text]);
  if (text === "") return { things: [], status: "ready" };
  if (answer.text === text) return { things: answer.items, status: answer.failed ? "failed" : "ready" };
  // Of the last answer stays what matches still, so that the list does not flicker and Enter never opens what does not match.
  const still = answer.items.filter(({ name, key, note }) => rankMatch(text, [name, key, note]) !== undefined);
  return { things: still, status: "loading" };
}

async function find(tenant: string, text: string, signal: AbortSignal): Promise<Thing[]> {
  const query = new URLSearchParams({ q: text });
  const response = await fetch(paths.api(tenant, `find?${query}`), {
    headers: { accept: "application/json" },
    signal,
  });
  if (!response.ok) throw new Error(`The search could not be read (${response.status}).`);
  const { items } = (await response.json()) as { items: Thing[] }; // safe because the API answers this path with exactly this shape
  return items;
}
