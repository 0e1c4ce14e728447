import { AuditFeed } from "@/components/audit/audit-feed";
import { SectionHeader } from "@/components/shell/section-header";
import { ButtonLink } from "@/components/ui/button-link";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import { requireMember } from "@/lib/console/require-member";
import { isHouseError } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { getHuman } from "@/lib/registry/humans/get-human";

const shown = 10;

/**
 * What agents did under the authority of whoever is signed in, in one environment: the log of the human with the same e-mail
 * address. Only where the signed-in person is a member, who may read that log anyway. Nothing where there is no such human.
 */
export async function UnderMyAuthority({ tenant, name, email }: { tenant: string; name: string; email: string }) {
  const ctx = await requireMember(tenant, "events:read", paths.me());
  const human = await getHuman(ctx, email).catch((error: unknown) => {
    if (isHouseError(error) && error.code === "not_found") return undefined;
    throw error;
  });
  if (!human) return null;
  const { items } = await queryAudit(ctx, { ...emptySearch(), human: [human.key], limit: shown });
  return (
    <section aria-label={`Under your authority in ${name}`} className="mt-6 grid grid-cols-1 gap-3">
      <SectionHeader
        title={`Under your authority in ${name}`}
        actions={
          <ButtonLink href={`${paths.human(tenant, human.key)}/audit`} size="sm">
            Everything under your authority
          </ButtonLink>
        }
      />
      <AuditFeed
        tenant={tenant}
        events={items}
        complete
        label={`Events under your authority in ${name}`}
        empty={<p className="text-fg-muted">No agent has acted for you here yet.</p>}
      />
    </section>
  );
}
