import { notFound } from "next/navigation";
import { Contents, DocPage } from "@/components/docs/doc-page";
import { DocSection } from "@/components/docs/doc-section";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { paths } from "@/lib/kernel/paths";
import { type ApiFamily, readApi } from "../_parts/families";
import { Operation } from "../_parts/operation";
import { Thing } from "../_parts/thing";

type Props = PageProps<"/docs/api/[family]">;

// Made at the request, as the description itself is.
export const dynamic = "force-dynamic";

function find(id: string): {
  family?: ApiFamily | undefined;
  before?: ApiFamily | undefined;
  after?: ApiFamily | undefined;
} {
  const { families } = readApi();
  const at = families.findIndex((one) => one.id === id);
  return { family: families[at], before: families[at - 1], after: families[at + 1] };
}

export async function generateMetadata({ params }: Props) {
  const { family } = find((await params).family);
  return { title: family ? `${family.name} · HTTP API` : "Not found" };
}

export default page(async ({ params }: Props) => {
  const { family, before, after } = find((await params).family);
  if (!family) notFound();
  const things = family.things.map(({ name }) => name);
  const places = [
    ...family.operations.map(({ operationId, summary }) => ({ id: operationId, label: summary })),
    ...(things.length > 0 ? [{ id: "things", label: "What answers are made of" }] : []),
  ];
  return (
    <DocPage
      title={family.name}
      crumbs={[
        { label: "Docs", href: paths.docs() },
        { label: "HTTP API", href: paths.docsApi() },
      ]}
      places={places}
    >
      <Contents places={places} />
      {family.operations.map((operation) => (
        <Operation key={operation.operationId} operation={operation} things={things} />
      ))}
      {things.length > 0 && (
        <DocSection id="things" title="What answers are made of">
          {family.things.map(({ name, schema }) => (
            <Thing key={name} name={name} schema={schema} things={things} />
          ))}
        </DocSection>
      )}
      <nav aria-label="Neighbouring families" className="flex justify-between gap-4 pt-8">
        {before ? <TextLink href={paths.docsApiFamily(before.id)}>← {before.name}</TextLink> : <span />}
        {after ? <TextLink href={paths.docsApiFamily(after.id)}>{after.name} →</TextLink> : <span />}
      </nav>
    </DocPage>
  );
});
