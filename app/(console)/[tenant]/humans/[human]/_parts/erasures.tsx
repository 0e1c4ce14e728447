import { Card } from "@/components/ui/card";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { present } from "@/lib/audit/present";
import { queryAudit } from "@/lib/audit/query";
import { emptySearch } from "@/lib/audit/search";
import type { Ctx } from "@/lib/kernel/ctx";
import { paths } from "@/lib/kernel/paths";

const shownMax = 5;

/** What was erased of a human so far: the events that recorded it, the newest first. Nothing where nothing was. */
export async function Erasures({ ctx, human }: { ctx: Ctx; human: string }) {
  const { items } = await queryAudit(ctx, {
    ...emptySearch(),
    type: ["human.erased", "audit.payload_erased"],
    human: [human],
    limit: shownMax,
  });
  if (items.length === 0) return null;
  return (
    <Card title="Erased so far">
      <ul className="grid gap-2">
        {items.map((event) => (
          <li key={event.id} className="[overflow-wrap:anywhere]">
            <TextLink href={paths.event(ctx.tenant.slug, event.id)} prefetch={false}>
              {present(event).sentence}
            </TextLink>
            <span className="block text-fg-muted text-xs">
              <Time value={event.occurredAt} format="full" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
