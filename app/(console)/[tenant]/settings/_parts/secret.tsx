"use client";

import type { ReactNode } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";

/** Something that is shown this once, to be copied. */
export function Secret({
  title,
  what,
  value,
  children,
}: {
  title: string;
  what: string;
  value: string;
  children: ReactNode;
}) {
  return (
    <Notice tone="success" title={title} live>
      <p>{children}</p>
      <p className="mt-2 flex items-start gap-2">
        <code className="rounded-xs border border-line bg-surface px-2 py-1 font-mono [overflow-wrap:anywhere]">
          {value}
        </code>
        <CopyButton text={value} what={what} className="mt-0.5" />
      </p>
    </Notice>
  );
}
