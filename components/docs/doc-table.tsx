import type { ReactNode } from "react";
import { ScrollBox } from "@/components/ui/scroll-box";

/** A small table of a guide. The first cell of a row names it. */
export function DocTable({
  label,
  columns,
  rows,
}: {
  /** What it lists, for assistive technology. */
  label: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}) {
  return (
    <ScrollBox label={`Table: ${label}`} className="rounded-md border border-line">
      <table className="w-full border-collapse text-left">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr className="border-line border-b bg-canvas">
            {columns.map((column) => (
              <th key={column} scope="col" className="px-3 py-1.5 font-medium text-fg-muted text-xs">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key} className="border-line border-b align-top last:border-b-0">
              <th scope="row" className="min-w-44 px-3 py-2 font-normal">
                {first}
              </th>
              {rest.map((cell, index) => (
                <td key={columns[index + 1] ?? index} className="min-w-36 px-3 py-2 text-fg-muted">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}
