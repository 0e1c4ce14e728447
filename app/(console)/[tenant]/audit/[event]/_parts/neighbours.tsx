import { ButtonLink } from "@/components/ui/button-link";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuLink } from "@/components/ui/menu-items";
import type { AuditEvent } from "@/lib/audit/event";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch, toSearchParams } from "@/lib/audit/search";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";

/** The way on from one event: to the one before it, and to others that have something in common with it. */
export async function Neighbours({ ctx, event }: { ctx: Ctx; event: AuditEvent }) {
  const { slug } = ctx.tenant;
  const { items } = await queryAudit(ctx, { ...emptySearch(), to: event.occurredAt, limit: 1 });
  const [earlier] = items;
  const log = (search: Parameters<typeof toSearchParams>[0]) => paths.audit(slug, toSearchParams(search).toString());
  return (
    <>
      {earlier !== undefined && (
        <ButtonLink href={paths.event(slug, earlier.id)} icon="arrow-down">
          Previous event
        </ButtonLink>
      )}
      <DropdownMenu label="Related events" trigger="Related events" variant="secondary" size="md" icon="log">
        <MenuLink href={log({ from: at(event, -60_000), to: at(event, 60_000) })}>Around this time</MenuLink>
        {event.instance !== null && <MenuLink href={log({ instance: [event.instance.id] })}>By this instance</MenuLink>}
        {event.human !== null && <MenuLink href={log({ human: [event.human.key] })}>Of this human</MenuLink>}
        {event.tool !== null && <MenuLink href={log({ tool: [event.tool.name] })}>Of this tool</MenuLink>}
        {event.server !== null && <MenuLink href={log({ server: [event.server] })}>On this server</MenuLink>}
        {event.policy !== null && <MenuLink href={log({ policy: [event.policy.id] })}>With this policy</MenuLink>}
      </DropdownMenu>
    </>
  );
}

const at = (event: AuditEvent, plusMs: number): string => new Date(Date.parse(event.occurredAt) + plusMs).toISOString();
