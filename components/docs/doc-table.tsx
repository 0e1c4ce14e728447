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
  return (
    <ScrollBox label={`Table: ${label}`} className="rounded-md border border-line">
      <table {...as("table")} className={cx("doc-table", columns.length > 2 && "doc-table-named")}>
        <caption className="sr-only">{label}</caption>
        <thead {...as("rowgroup")}>
          <tr {...as("row")}>
            {columns.map((column) => (
              <th key={column} {...as("columnheader")} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...as("rowgroup")}>
          {rows.map(({ key, cells: [first, ...rest] }) => (
            <tr key={key} {...as("row")}>
              <th {...as("rowheader")} scope="row">
                {first}
              </th>
              {rest.map((cell, index) => (
                <td key={columns[index + 1] ?? index} {...as("cell")} data-column={columns[index + 1]}>
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
