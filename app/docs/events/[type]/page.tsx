import { notFound } from "next/navigation";
import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection, Prose } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { Badge } from "@/components/ui/badge";
import { CodeBlock } from "@/components/ui/code-block";
import { TextLink } from "@/components/ui/text-link";
import { catalog, isEventType, isWritten, type WrittenType, writtenTypes } from "@/lib/audit/catalog";
import { exampleOf, referenceOf } from "@/lib/audit/catalog/reference";
import { type FieldRow, toFieldRows } from "@/lib/audit/catalog/reference/field-rows";
import { commonFields, fieldMeanings } from "@/lib/audit/catalog/reference/fields";
import { present } from "@/lib/audit/present";
import { page } from "@/lib/console/page";
import { paths } from "@/lib/kernel/paths";

type Props = PageProps<"/docs/events/[type]">;

const findWritten = (asked: string): WrittenType | undefined =>
  isEventType(asked) && isWritten(asked) ? asked : undefined;

export async function generateMetadata({ params }: Props) {
  const type = findWritten((await params).type);
  return { title: type === undefined ? "Not found" : catalog[type].title };
}

const places = [
  { id: "when", label: "When it is written" },
  { id: "look", label: "What to look at" },
  { id: "fields", label: "What it holds" },
  { id: "example", label: "Example" },
];

export default page(async ({ params }: Props) => {
  const type = findWritten((await params).type);
  if (type === undefined) notFound();
  const { title, family } = catalog[type];
  const { when, by, todo, carries, details, changed } = referenceOf(type);
  const example = exampleOf(type);
  const at = writtenTypes.indexOf(type);
  const [before, after] = [writtenTypes[at - 1], writtenTypes[at + 1]];
  return (
    <DocPage
      title={title}
      badge={<Badge>{family}</Badge>}
      description={<Code>{type}</Code>}
      crumbs={[
        { label: "Docs", href: paths.docs() },
        { label: "Events", href: paths.docsEvents() },
      ]}
      places={places}
    >
      <blockquote className="rounded-md border border-line border-l-4 border-l-line-strong bg-canvas px-3 py-2">
        {present(example).sentence}.
      </blockquote>
      <div className="pt-4">
        <Contents places={places} />
      </div>
      <DocSection id="when" title="When it is written">
        <Prose>
          <p>{when}</p>
          <p>
            <strong className="font-medium">Actor:</strong> {by}
          </p>
        </Prose>
      </DocSection>
      <DocSection id="look" title="What to look at">
        <Prose>
          <p>{todo}</p>
          <p>
            <TextLink href={paths.anyAudit(`type=${type}`)} prefetch={false}>
              Show these events in the audit log
            </TextLink>
          </p>
        </Prose>
      </DocSection>
      <DocSection id="fields" title="What it holds">
        <p className="text-fg-muted">The fields of every event ({commonFields.join(", ")}), and where they apply:</p>
        {carries.length > 0 && (
          <DocTable
            label="Fields"
            columns={["Field", "Meaning"]}
            rows={carries.map((name) => ({ key: name, cells: [<Code key="name">{name}</Code>, fieldMeanings[name]] }))}
          />
        )}
        {changed && <FieldTable label="In changes.before and changes.after" rows={toFieldRows(changed)} />}
        {details && <FieldTable label="In details" rows={toFieldRows(details)} />}
        {carries.length === 0 && !details && !changed && <p>Nothing besides.</p>}
      </DocSection>
      <DocSection id="example" title="Example">
        <CodeBlock label="example event" code={JSON.stringify(example, null, 2)} />
      </DocSection>
      <nav aria-label="Neighbouring events" className="flex justify-between gap-4 pt-8">
        {before ? <TextLink href={paths.docsEvent(before)}>← {catalog[before].title}</TextLink> : <span />}
        {after ? <TextLink href={paths.docsEvent(after)}>{catalog[after].title} →</TextLink> : <span />}
      </nav>
    </DocPage>
  );
});

/** The fields of a schema; nothing where it has none that are known. */
function FieldTable({ label, rows }: { label: string; rows: readonly FieldRow[] }) {
  if (rows.length === 0) return null;
  return (
    <>
      <h3 className="pt-2 font-medium">{label}</h3>
      <DocTable
        label={label}
        columns={["Field", "Type", "Meaning"]}
        rows={rows.map(({ name, type, meaning, optional }) => ({
          key: name,
          cells: [
            <Code key="name">{name}</Code>,
            <span key="type" className="text-xs">
              {type}
              {optional && " (not always)"}
            </span>,
            meaning,
          ],
        }))}
      />
    </>
  );
}
