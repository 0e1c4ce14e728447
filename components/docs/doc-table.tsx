import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { ScrollBox } from "@/components/ui/scroll-box";

/** What each part of a table is, written out: a browser forgets it where the parts are laid out otherwise. */
const as = (role: "table" | "rowgroup" | "row" | "rowheader" | "columnheader" | "cell") => ({ role });

/**
 * A small table of a guide. The first cell of a row names it. Where there is no room for columns (a telephone), a row is a block of
 * its own, and of three columns and more each cell says which it is of; nothing has to be scrolled sideways.
 */
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
  const named =
    columns.length > 2
      ? "max-sm:before:block max-sm:before:content-[attr(data-column)] max-sm:before:text-fg-subtle max-sm:before:text-xs"
      : "";
  return (
    <ScrollBox label={`Table: ${label}`} className="rounded-md border border-line">
      <table {...as("table")} className="w-full border-collapse text-left max-sm:block">
        <caption className="sr-only">{label}</caption>
        <thead {...as("rowgroup")} className="max-sm:sr-only">
          <tr {...as("row")} className="border-line border-b bg-canvas">
            {columns.map((column) => (
              <th
                key={column}
                {...as("columnheader")}
                scope="col"
                className="px-3 py-1.5 font-medium text-fg-muted text-xs"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as("rowgroup")} className="max-sm:block">
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr
              key={key}
              {...as("row")}
              className="border-line border-b align-top last:border-b-0 max-sm:grid max-sm:gap-1.5 max-sm:px-3 max-sm:py-2.5"
            >
              <th {...as("rowheader")} scope="row" className="min-w-44 px-3 py-2 font-normal max-sm:min-w-0 max-sm:p-0">
                {first}
              </th>
              {rest.map((cell, index) => (
                <td
                  key={columns[index + 1] ?? index}
                  {...as("cell")}
                  data-column={columns[index + 1]}
                  className={cx(
                    "min-w-36 px-3 py-2 text-fg-muted max-sm:min-w-0 max-sm:p-0 max-sm:empty:hidden",
                    named,
                  )}
                >
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
