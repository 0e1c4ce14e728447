import { Fragment } from "react";
import { Code } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import type { SchemaRow } from "@/components/docs/schema-rows";
import { Words } from "@/components/docs/words";
import { TextLink } from "@/components/ui/text-link";

/** Where a page tells a schema that has a name. */
export const schemaId = (name: string): string => `schema-${name}`;

/** The fields of something: what each is called, may be and means. */
export function Fields({
  label,
  title,
  rows,
  isAnswer = false,
  named = [],
}: {
  label: string;
  title?: string;
  rows: readonly SchemaRow[];
  /** What is given and not asked for: of that, what may be absent is marked. */
  isAnswer?: boolean;
  /** Schemas that the page tells elsewhere. */
  named?: readonly string[];
}) {
  return (
    <div className="grid min-w-0 gap-1.5">
      {title !== undefined && <h3 className="font-medium">{title}</h3>}
      <DocTable
        label={label}
        columns={["Name", "Type", "Meaning"]}
        rows={rows.map(({ name, type, required, about }) => ({
          key: name,
          cells: [
            <span key="name" className="grid justify-items-start gap-0.5">
              <Code>{name}</Code>
              {required !== isAnswer && (
                <span className="text-fg-muted text-xs">{required ? "required" : "may be absent"}</span>
              )}
            </span>,
            <span key="type" className="block max-w-72 text-xs [overflow-wrap:anywhere]">
              <TypeWords type={type} named={named} />
            </span>,
            <Words key="about" text={about} />,
          ],
        }))}
      />
    </div>
  );
}

/** What a value may be; the name of a schema leads to where it is told. */
export function TypeWords({ type, named }: { type: string; named: readonly string[] }) {
  const words = shortened(type);
  if (named.length === 0) return words;
  return words.split(new RegExp(`\\b(${named.join("|")})\\b(?!")`)).map((part, index) =>
    index % 2 === 1 ? (
      // The parts of one type never change their places.
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <TextLink key={index} href={`#${schemaId(part)}`}>
        {part}
      </TextLink>
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: as above.
      <Fragment key={index}>{part}</Fragment>
    ),
  );
}

const choicesMax = 12;

/** A list of very many choices is cut: the description has it whole. */
function shortened(type: string): string {
  const choices = type.split(" | ");
  return choices.length <= choicesMax
    ? type
    : `${choices.slice(0, choicesMax).join(" | ")} … (${choices.length} values)`;
}
