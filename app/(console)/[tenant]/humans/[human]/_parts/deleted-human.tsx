import { PageHeader } from "@/components/shell/page-header";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { toSearchParams } from "@/lib/audit/search";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { getLoggedHuman } from "@/lib/registry/humans/get-logged-human";
import { ErasePerson } from "./erase-person";
import { Erasures } from "./erasures";

/** A human who is not here any more, as the log knows them. Throws `not_found` for one of whom it knows nothing. */
export async function DeletedHuman({ ctx, human }: { ctx: Ctx; human: string }) {
  const { slug } = ctx.tenant;
  const { key, name, values, erasedAt } = await getLoggedHuman(ctx, human);
  const log = paths.audit(slug, toSearchParams({ human: [key] }).toString());
  return (
    <>
      <PageHeader
        crumbs={[{ label: "Humans", href: paths.humans(slug) }]}
        title={name ?? (erasedAt === null ? key : "[erased]")}
        badge={<Badge>Deleted</Badge>}
        description={<code className="font-mono">{key}</code>}
      />
      <div className="grid max-w-3xl grid-cols-1 gap-4">
        <Card
          title="This human was deleted"
          description="No agent acts for them any more. What happened under their authority stays in the log."
        >
          <ButtonLink href={log} icon="log">
            Events of this human
          </ButtonLink>
        </Card>
        {hasScope(ctx.scopes, "payloads:write") && (
          <ErasePerson tenant={slug} humanKey={key} state={values === 0 ? "nameless" : "deleted"} />
        )}
        <Erasures ctx={ctx} human={key} />
      </div>
    </>
  );
}
