"use client";

import { useEffect, useRef, useState } from "react";
import { type ExportProgress, readExport } from "./export-stream";
import { readEvents } from "./read-events";
import { withParam } from "./with-param";

export type ExportState =
  | { step: "ready" }
  | ({ step: "running" } & ExportProgress)
  | { step: "done"; rows: number; bytes: number; name: string }
  | { step: "cancelled" }
  | { step: "failed"; why: string };

export type ExportAddress = {
  /** `events/export` with the search, without a format. */
  file: string;
  /** `events` with the search, oldest first, one event: from when on there is anything. */
  oldest: string;
  from: string | undefined;
  to: string | undefined;
  ascending: boolean;
};

/** How often the page hears of progress. */
const tellMs = 120;

/** One export at a time, which can be cancelled, and is saved when it is whole. */
export function useExport(address: ExportAddress): {
  state: ExportState;
  /** `isProved`: each line of JSON carries a proof. */
  start: (format: "csv" | "jsonl", isProved: boolean) => Promise<void>;
  cancel: () => void;
  reset: () => void;
} {
  const [state, setState] = useState<ExportState>({ step: "ready" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const start = async (format: "csv" | "jsonl", isProved: boolean) => {
    const controller = new AbortController();
    running.current = controller;
    setState({ step: "running", rows: 0, bytes: 0, share: undefined });
    let told = 0;
    try {
      const span = await spanOf(address, controller.signal);
      const tell = (progress: ExportProgress) => {
        if (performance.now() - told < tellMs) return;
        told = performance.now();
        setState({ step: "running", ...progress });
      };
      const file = withParam(address.file, "format", format);
      const { blob, name, rows, bytes } = await readExport(
        isProved && format === "jsonl" ? withParam(file, "proofs", "true") : file,
        format,
        span,
        tell,
        controller.signal,
      );
      save(blob, name);
      setState({ step: "done", rows, bytes, name });
    } catch (error) {
      if (controller.signal.aborted) return setState({ step: "cancelled" });
      setState({ step: "failed", why: error instanceof Error ? error.message : "The export failed." });
    }
  };
  return { state, start, cancel: () => running.current?.abort(), reset: () => setState({ step: "ready" }) };
}

/** The time that an export covers. It ends when it begins; it begins with the first event where no filter says when. */
async function spanOf({ from, to, oldest, ascending }: ExportAddress, signal: AbortSignal) {
  const end = to === undefined ? Date.now() : Date.parse(to);
  if (from !== undefined) return { from: Date.parse(from), to: end, ascending };
  const { items } = await readEvents(oldest, signal);
  const [first] = items;
  return first && { from: Date.parse(first.occurredAt), to: end, ascending };
}

function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken it by the next turn; a while longer costs nothing.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
