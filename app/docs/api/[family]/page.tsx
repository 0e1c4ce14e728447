import { notFound } from "next/navigation";
import { Contents, DocPage } from "@/components/docs/doc-page";
import { DocSection } from "@/components/docs/doc-section";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { paths } from "@/lib/kernel/paths";
import { type ApiFamily, readApi } from "../_parts/families";
import { NamedSchema } from "../_parts/named-schema";
import { Operation } from "../_parts/operation";

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
  const named = family.schemas.map(({ name }) => name);
  const places = [
    ...family.operations.map(({ operationId, summary }) => ({ id: operationId, label: summary })),
    ...(named.length > 0 ? [{ id: "schemas", label: "Schemas" }] : []),
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
        <Operation key={operation.operationId} operation={operation} named={named} />
      ))}
      {named.length > 0 && (
        <DocSection id="schemas" title="Schemas">
          {family.schemas.map(({ name, schema }) => (
            <NamedSchema key={name} name={name} schema={schema} named={named} />
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
