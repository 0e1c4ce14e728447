import { createColumnHelper } from "@tanstack/react-table";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { TimeFormat } from "@/components/ui/time";
import { EmptyCell } from "./cells/empty-cell";
import { IdCell } from "./cells/id-cell";
import { LinkCell } from "./cells/link-cell";
import { TimeCell } from "./cells/time-cell";
import type { ColumnLook, Features } from "./table-features";

/** What every kind of column takes: a heading, and how it is shown. */
type Named = { id: string; header: string } & ColumnLook;

const meta = ({ align, width, wideOnly, isRowHeader, hideHeader, sortBy }: ColumnLook): ColumnLook => ({
  align,
  width,
  wideOnly,
  isRowHeader,
  hideHeader,
  sortBy,
});

type LinkValue = { href: string; text: string; note?: ReactNode; lead?: ReactNode };
type BadgeValue = { text: string; tone?: Tone | undefined; icon?: IconName | undefined };

/**
 * Columns by kind, for one type of row. Call it once at module scope:
 * `const column = tableColumns<Human>(); const columns = [column.link({ … }), column.time({ … })];`
 */
export function tableColumns<Row extends object>() {
  const helper = createColumnHelper<Features, Row>();
  const shown = (look: Named, cell: (row: Row) => ReactNode) =>
    helper.display({ id: look.id, header: look.header, meta: meta(look), cell: ({ row }) => cell(row.original) });

  return {
    /** Whatever the other kinds do not cover. */
    custom: (look: Named & { cell: (row: Row) => ReactNode }) => shown(look, look.cell),
    text: (look: Named & { value: (row: Row) => string | null | undefined; mono?: boolean }) =>
      shown(look, (row) => {
        const value = look.value(row);
        if (value === null || value === undefined || value === "") return <EmptyCell />;
        return <span className={look.mono === true ? "font-mono text-xs" : undefined}>{value}</span>;
      }),
    /** The name of the row and the way to it. */
    link: (look: Named & { value: (row: Row) => LinkValue }) =>
      shown({ isRowHeader: true, ...look }, (row) => {
        const { href, text, note, lead } = look.value(row);
        return (
          <LinkCell href={href} note={note} lead={lead}>
            {text}
          </LinkCell>
        );
      }),
    id: (look: Named & { value: (row: Row) => string | null | undefined }) =>
      shown(look, (row) => {
        const value = look.value(row);
        return value === null || value === undefined ? <EmptyCell /> : <IdCell id={value} what={look.header} />;
      }),
    time: (look: Named & { value: (row: Row) => string | null | undefined; format?: TimeFormat; never?: string }) =>
      shown(look, (row) => <TimeCell value={look.value(row)} format={look.format} never={look.never} />),
    badge: (look: Named & { value: (row: Row) => BadgeValue | null | undefined }) =>
      shown(look, (row) => {
        const value = look.value(row);
        if (value === null || value === undefined) return <EmptyCell />;
        return (
          <Badge tone={value.tone} icon={value.icon}>
            {value.text}
          </Badge>
        );
      }),
    number: (look: Named & { value: (row: Row) => number | null | undefined }) =>
      shown({ align: "end", ...look }, (row) => {
        const value = look.value(row);
        if (value === null || value === undefined) return <EmptyCell />;
        return <span className="tabular-nums">{value.toLocaleString("en")}</span>;
      }),
    /** Buttons or a menu at the end of the row. */
    actions: (look: { cell: (row: Row) => ReactNode; header?: string }) =>
      shown(
        { id: "actions", header: look.header ?? "Actions", hideHeader: true, align: "end", width: "3rem" },
        look.cell,
      ),
  };
}
