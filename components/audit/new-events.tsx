"use client";

import type { MouseEvent } from "react";
import { Icon } from "@/components/ui/icon";

/** How many events wait to be shown. It lies above the rows and moves none of them. */
export function NewEvents({ count, onShow }: { count: number; onShow: (event: MouseEvent) => void }) {
  return (
    <div className="sticky top-14 z-20 flex h-0 justify-center md:top-2">
      {count > 0 && (
        <button
          type="button"
          onClick={onShow}
          className="mt-1 flex h-7 items-center gap-1.5 rounded-full bg-accent-solid px-3 font-medium text-danger-fg text-xs shadow-float"
        >
          <Icon name="arrow-up" size={14} />
          {count} new
        </button>
      )}
    </div>
  );
}
