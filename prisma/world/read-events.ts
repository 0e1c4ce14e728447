import type { AuditEvent } from "@/lib/audit/event";
import { queryAudit } from "@/lib/audit/query";
import { AuditSearch } from "@/lib/audit/search";
import type { World } from "./make-tenant";

/** The events that a search finds, the oldest first: what a test reads its promises back from. */
export async function readEvents(world: Pick<World, "ctx">, search: Partial<AuditSearch> = {}): Promise<AuditEvent[]> {
  const { items } = await queryAudit(world.ctx("owner"), AuditSearch.parse({ limit: 200, ...search }));
  return items.reverse();
}

/** The newest event that a search finds. Throws where there is none. */
export async function readEvent(world: Pick<World, "ctx">, search: Partial<AuditSearch>): Promise<AuditEvent> {
  const event = (await readEvents(world, search)).at(-1);
  if (!event) throw new Error(`No event was found by ${JSON.stringify(search)}.`);
  return event;
}
