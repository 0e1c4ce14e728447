import { type ColumnDef, constructTable, flexRender, type Header } from "@tanstack/react-table";
import Link from "next/link";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import { type ColumnLook, type Features, features } from "./table-features";

export type TableColumns<Row extends object> = readonly ColumnDef<Features, Row>[];

/** The order the rows already have, and the link that asks the server for another. */
export type TableSort = {
  by: string;
  direction: "asc" | "desc";
  href: (by: string, direction: "asc" | "desc") => string;
};

const look = (meta: ColumnLook | undefined): ColumnLook => meta ?? {};

function HeaderContent<Row extends object>({
  header,
  sort,
}: {
  header: Header<Features, Row, unknown>;
  sort: TableSort | undefined;
}) {
  const { hideHeader, sortBy } = look(header.column.columnDef.meta);
  const title = flexRender(header.column.columnDef.header, header.getContext());
  if (hideHeader === true) return <span className="sr-only">{title}</span>;
  if (sort === undefined || sortBy === undefined) return title;
  const current = sort.by === sortBy;
  const next = current && sort.direction === "asc" ? "desc" : "asc";
  return (
    <Link
      href={sort.href(sortBy, next)}
      scroll={false}
      className="-mx-1 inline-flex items-center gap-1 rounded-xs px-1 py-0.5 hover:text-fg"
    >
      {title}
      <Icon
        name={current ? (sort.direction === "asc" ? "arrow-up" : "arrow-down") : "sort"}
        size={12}
        className={current ? "text-fg" : "text-fg-subtle"}
      />
      <span className="sr-only">, sort {next === "asc" ? "ascending" : "descending"}</span>
    </Link>
  );
}

/**
 * A table rendered by the server: TanStack's core lays out columns and rows, and no script reaches the browser for it.
 * In a narrow container every row becomes a card: the row's name as its heading, each value beside its column's name.
 */
export function DataTable<Row extends object>({
  caption,
  columns,
  rows,
  rowId,
  empty,
  sort,
  foot,
  frame = true,
}: {
  /** What the rows are, for assistive technology. */
  caption: string;
  columns: TableColumns<Row>;
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Shown in place of the table when there are no rows. */
  empty?: ReactNode;
  sort?: TableSort | undefined;
  /** Under the rows, inside the frame: `<MoreLink>`, a count. */
  foot?: ReactNode;
  /** Draws its own edge; off inside a flush card. */
  frame?: boolean | undefined;
}) {
  const outline = cx("@container min-w-0", frame && "rounded-lg border border-line");
  if (rows.length === 0 && empty !== undefined) return <div className={outline}>{empty}</div>;

  const table = constructTable<Features, Row>({ features, columns: [...columns], data: [...rows], getRowId: rowId });
  const [group] = table.getHeaderGroups();
  return (
    <div className={outline}>
      <div className="@2xl:scroll-x">
        <table className="w-full @max-2xl:block">
          <caption className="sr-only">{caption}</caption>
          <thead className="@max-2xl:sr-only border-line border-b text-left text-fg-muted text-xs">
            <tr>
              {group?.headers.map((header) => {
                const { align, width, wideOnly, sortBy } = look(header.column.columnDef.meta);
                return (
                  <th
                    key={header.id}
                    scope="col"
                    {...(width === undefined ? {} : { style: { width } })}
                    {...(sort !== undefined && sortBy === sort.by
                      ? { "aria-sort": sort.direction === "asc" ? ("ascending" as const) : ("descending" as const) }
                      : {})}
                    className={cx(
                      "h-(--head-height) whitespace-nowrap px-(--cell-x) font-medium first:pl-(--card-x) last:pr-(--card-x)",
                      align === "end" && "text-right",
                      wideOnly === true && "@max-4xl:hidden",
                    )}
                  >
                    <HeaderContent header={header} sort={sort} />
                  </th>
                );
              })}
            </tr>
          </thead>
          <tbody className="divide-y divide-line @max-2xl:block">
            {table.getRowModel().rows.map((row) => (
              <tr key={row.id} className="data-row">
                {row.getAllCells().map((cell) => {
                  const { align, wideOnly, isRowHeader, hideHeader } = look(cell.column.columnDef.meta);
                  const content = flexRender(cell.column.columnDef.cell, cell.getContext());
                  const shape = cx(
                    "data-cell",
                    align === "end" && "@2xl:text-right",
                    wideOnly === true && "@2xl:@max-4xl:hidden",
                  );
                  if (isRowHeader === true) {
                    return (
                      <th key={cell.id} scope="row" className={shape}>
                        {content}
                      </th>
                    );
                  }
                  // On a card, what has no heading to show (a menu) stands in the corner.
                  if (hideHeader === true) {
                    return (
                      <td key={cell.id} className={cx(shape, "@max-2xl:absolute @max-2xl:top-2 @max-2xl:right-3")}>
                        {content}
                      </td>
                    );
                  }
                  return (
                    <td key={cell.id} className={cx(shape, "data-cell-named")}>
                      <span aria-hidden="true">
                        {typeof cell.column.columnDef.header === "string" ? cell.column.columnDef.header : ""}
                      </span>
                      <div className="min-w-0">{content}</div>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {foot !== undefined && <div className="border-line border-t">{foot}</div>}
    </div>
  );
}
