"use client";

import Link from "next/link";
import { type MouseEvent, useState } from "react";
import { buttonStyle } from "@/components/ui/button-style";
import { Icon } from "@/components/ui/icon";
import type { AuditEvent } from "@/lib/audit/event";
import { readEvents } from "./read-events";

/** Where the next page is: as a page, and as data. Both already carry the filters and the cursor. */
export type NextPage = { href: string; api: string };

/** The same addresses, further on; null at the end. */
export function atCursor(page: NextPage, cursor: string | null): NextPage | null {
  if (cursor === null) return null;
  const move = (address: string) => {
    const [path, query = ""] = address.split("?");
    const params = new URLSearchParams(query);
    params.set("cursor", cursor);
    return `${path}?${params}`;
  };
  return { href: move(page.href), api: move(page.api) };
}

/** A link to the next page that, once there is script, brings its rows here instead. */
export function LoadMore({
  next,
  onPage,
}: {
  next: NextPage;
  onPage: (events: AuditEvent[], next: NextPage | null) => void;
}) {
  const [state, setState] = useState<"idle" | "loading" | "failed">("idle");

  const load = async (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (state === "loading") return;
    setState("loading");
    try {
      const answer = await readEvents(next.api);
      setState("idle");
      onPage(answer.items, atCursor(next, answer.nextCursor));
    } catch {
      // Said beside the link, which still leads there as a page and may be pressed again.
      setState("failed");
    }
  };

  return (
    <div className="flex flex-wrap items-center justify-center gap-3 p-3">
      <Link
        href={next.href}
        rel="next"
        prefetch={false}
        onClick={load}
        aria-disabled={state === "loading" || undefined}
        className={buttonStyle({ size: "sm" })}
      >
        {state === "loading" && <Icon name="loader" size={14} className="animate-spin" />}
        Load more
      </Link>
      <span role="status" className={state === "failed" ? "text-denied" : "sr-only"}>
        {state === "loading" ? "Loading" : state === "failed" ? "That did not work. Press again to retry." : ""}
      </span>
    </div>
  );
}
