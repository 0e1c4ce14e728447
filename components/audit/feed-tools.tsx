"use client";

import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/cx";
import { Switch } from "@/components/ui/switch";
import type { Live } from "./use-live";

/** What stands above the rows: following them, and what the page puts beside it. */
export function FeedTools({
  live,
  children,
}: {
  live?:
    | {
        on: boolean;
        status: Live["status"];
        paused: boolean;
        turn: (on: boolean) => void;
        pause: (paused: boolean) => void;
      }
    | undefined;
  children: ReactNode;
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 pb-2">
      <div className="flex h-7 items-center gap-3 noscript:hidden">
        {live !== undefined && (
          <>
            <Switch
              label={
                <span className="inline-flex items-center gap-1.5">
                  <span
                    aria-hidden="true"
                    className={cx(
                      "size-2 rounded-full",
                      live.on && live.status === "live" && !live.paused ? "animate-pulse bg-success" : "bg-line-strong",
                    )}
                  />
                  Live
                </span>
              }
              data-key="l"
              checked={live.on}
              onChange={(event) => live.turn(event.target.checked)}
              className="items-center gap-2"
            />
            {live.on && (
              <Button
                size="sm"
                variant="ghost"
                icon={live.paused ? "play" : "pause"}
                onClick={() => live.pause(!live.paused)}
              >
                {live.paused ? "Resume" : "Pause"}
              </Button>
            )}
            <p role="status" className="text-fg-muted text-xs">
              {live.on && live.status === "retrying" ? "Not reached. Trying again." : ""}
            </p>
          </>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-2">{children}</div>
    </div>
  );
}
