"use client";

import Link from "next/link";
import type { Histogram } from "@/lib/audit/summarize";
import { toEvents, totalOf } from "./bucket-words";

/** The same counts as text: for who does not see the bars, or wants the figures. */
export function HistogramTable({
  histogram,
  tick,
  hrefOf,
}: {
  histogram: Histogram;
  tick: (iso: string) => string;
  hrefOf: (first: number, last: number) => string;
}) {
  return (
    <details className="group/table pt-4">
      <summary className="mx-auto flex w-fit items-center rounded-xs px-1 text-fg-subtle text-xs hover:text-fg hover:underline">
        <span className="group-open/table:hidden">Show as a table</span>
        <span className="hidden group-open/table:inline">Hide the table</span>
      </summary>
      <div className="mt-1 max-h-64 overflow-auto rounded-md border border-line">
        <table className="w-full text-right text-fg-muted text-xs">
          <caption className="sr-only">Events over time, by outcome</caption>
          <thead className="sticky top-0 bg-sunken">
            <tr>
              <th scope="col" className="px-3 py-1 text-left font-medium">
                From
              </th>
              {["Success", "Denied", "Error", "Unknown"].map((word) => (
                <th key={word} scope="col" className="px-3 py-1 font-medium">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {histogram.buckets.map((bucket, index) =>
              totalOf(bucket) === 0 ? null : (
                <tr key={bucket.at}>
                  <th scope="row" className="px-3 py-1 text-left font-normal">
                    <Link
                      href={hrefOf(index, index)}
                      scroll={false}
                      prefetch={false}
                      aria-label={`${tick(bucket.at)}, ${toEvents(totalOf(bucket))}`}
                      className="text-accent underline-offset-3 hover:underline"
                    >
                      {tick(bucket.at)}
                    </Link>
                  </th>
                  <td className="px-3 py-1">{bucket.success}</td>
                  <td className="px-3 py-1">{bucket.denied}</td>
                  <td className="px-3 py-1">{bucket.error}</td>
                  <td className="px-3 py-1">{bucket.unknown}</td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </details>
  );
}
