import { Code } from "./doc-section";
import { DocTable } from "./doc-table";

/** A table of names: what each says, and how it looks or is written. */
export function NamedTable({
  label,
  columns,
  rows,
}: {
  label: string;
  columns: readonly [name: string, says: string, example: string];
  rows: readonly (readonly [name: string, says: string, example: string | null | undefined])[];
}) {
  return (
    <DocTable
      label={label}
      columns={columns}
      rows={rows.map(([name, says, example]) => ({
        key: name,
        cells: [
          <span key="name" className="font-medium">
            {name}
          </span>,
          says,
          example ? <Code key="example">{example}</Code> : null,
        ],
      }))}
    />
  );
}
