import { Contents, DocPage } from "@/components/docs/doc-page";
import { Code, DocSection } from "@/components/docs/doc-section";
import { DocTable } from "@/components/docs/doc-table";
import { EventIndex } from "@/components/docs/event-index";
import { catalog, writtenTypes } from "@/lib/audit/catalog";
import { families } from "@/lib/audit/catalog/kind";
import { referenceOf } from "@/lib/audit/catalog/reference";
import { fieldMeanings } from "@/lib/audit/catalog/reference/fields";
import { reservedTypes } from "@/lib/audit/catalog/reserved";
import { paths } from "@/lib/kernel/paths";

export const metadata = { title: "Events" };

const toId = (family: string): string => family.toLowerCase().replaceAll(" ", "-");

const indexed = families
  .map((family) => ({
    id: toId(family),
    family,
    kinds: writtenTypes
      .filter((type) => catalog[type].family === family)
      .map((type) => ({ type, title: catalog[type].title, when: referenceOf(type).when })),
  }))
  .filter(({ kinds }) => kinds.length > 0);

const places = [
  ...indexed.map(({ id, family }) => ({ id, label: family })),
  { id: "fields", label: "Fields of an event" },
  { id: "reserved", label: "Reserved names" },
];

export default function EventsPage() {
  return (
    <DocPage
      title="Events"
      description="Every kind of event that the audit log holds. The names are a contract: they are added to, never changed."
      crumbs={[{ label: "Docs", href: paths.docs() }]}
      places={places}
    >
      <div className="grid gap-4">
        <Contents places={places} />
        <div>
          <EventIndex families={indexed} />
        </div>
      </div>
      <DocSection id="fields" title="Fields of an event">
        <p className="text-fg-muted">
          All events have the same fields, in the console, the API and every export. What a kind has no use for is null.
        </p>
        <DocTable
          label="Fields of an event"
          columns={["Field", "Meaning"]}
          rows={Object.entries(fieldMeanings).map(([name, meaning]) => ({
            key: name,
            cells: [<Code key="name">{name}</Code>, meaning],
          }))}
        />
      </DocSection>
      <DocSection id="reserved" title="Reserved names">
        <p className="text-fg-muted">
          These names are set aside and nothing writes them yet. A filter by one of them finds nothing.
        </p>
        <ul className="flex flex-wrap gap-2">
          {reservedTypes.map((type) => (
            <li key={type}>
              <Code>{type}</Code>
            </li>
          ))}
        </ul>
      </DocSection>
    </DocPage>
  );
}
