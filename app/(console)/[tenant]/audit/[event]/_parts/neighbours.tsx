import { ButtonLink } from "@/components/ui/button-link";
import { DropdownMenu } from "@/components/ui/dropdown-menu";
import { MenuLink } from "@/components/ui/menu-items";
import type { AuditEvent } from "@/lib/audit/event";
import { queryAudit } from "@/lib/audit/query";
import { type AuditSearch, readAuditSearch, toSearchParams } from "@/lib/audit/search";
import { nowMs } from "@/lib/kernel/clock";
import type { Ctx } from "@/lib/kernel/ctx";
import { readEventId } from "@/lib/kernel/ids";
import { paths } from "@/lib/kernel/paths";
import type { Query } from "../../../_parts/console-props";
import { searchOf } from "./search-of";

/** The way on from one event: to those beside it in the search that it was found by, and to others that have something in common with it. */
export async function Neighbours({ ctx, event, query }: { ctx: Ctx; event: AuditEvent; query: Query }) {
  const { slug } = ctx.tenant;
  const kept = searchOf(query);
  const { search } = readAuditSearch(kept, nowMs());
  const [earlier, later] = await Promise.all([besides(ctx, event, search, "desc"), besides(ctx, event, search, "asc")]);
  const to = (id: string) => `${paths.event(slug, id)}${kept.size === 0 ? "" : `?${kept}`}`;
  const log = (by: Parameters<typeof toSearchParams>[0]) => paths.audit(slug, toSearchParams(by).toString());
  return (
    <>
      {earlier !== undefined && (
        <ButtonLink href={to(earlier)} icon="arrow-down">
          Previous event
        </ButtonLink>
      )}
      {later !== undefined && (
        <ButtonLink href={to(later)} icon="arrow-up">
          Next event
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

/** Events that may share a millisecond with this one; ids, which are in the order of time, tell them apart. */
const crowd = 20;

/** The nearest event of a search on one side of this one. */
async function besides(
  ctx: Ctx,
  event: AuditEvent,
  search: AuditSearch,
  order: AuditSearch["order"],
): Promise<string | undefined> {
  const ms = madeAt(event);
  const bound = order === "desc" ? { to: earliest(iso(ms + 1), search.to) } : { from: latest(iso(ms), search.from) };
  const { items } = await queryAudit(ctx, { ...search, ...bound, order, limit: crowd });
  return items.find(({ id }) => (order === "desc" ? id < event.id : id > event.id))?.id;
}

const earliest = (a: string, b: string | undefined): string => (b !== undefined && b < a ? b : a);
const latest = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);

const iso = (ms: number): string => new Date(ms).toISOString();

/** When the event got its place in the log, which is what bounds of time go by: the first 48 bits of its id (RFC 9562 §5.7). */
function madeAt({ id, occurredAt }: AuditEvent): number {
  const uuid = readEventId(id);
  return uuid === undefined ? Date.parse(occurredAt) : Number.parseInt(uuid.replaceAll("-", "").slice(0, 12), 16);
}

const at = (event: AuditEvent, plusMs: number): string => iso(Date.parse(event.occurredAt) + plusMs);
