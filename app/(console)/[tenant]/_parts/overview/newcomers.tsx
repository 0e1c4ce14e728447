import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { Newcomers as Found } from "@/lib/registry/attention/list-newcomers";

/** Agents that were never here before, and instances that came. */
export function Newcomers({ tenant, found: { agents, instances, isMore } }: { tenant: string; found: Found }) {
  const fresh = new Set(agents.map(({ slug }) => slug));
  return (
    <Card
      flush
      title="New agents and instances"
      actions={
        <ButtonLink
          href={paths.agents(tenant)}
          size="sm"
          variant="ghost"
          aria-label="New agents and instances: show all agents"
        >
          Show all
        </ButtonLink>
      }
    >
      {instances.length === 0 && agents.length === 0 ? (
        <p className="px-(--card-x) py-6 text-center text-fg-muted">Nobody new.</p>
      ) : (
        <ul className="divide-y divide-line">
          {agents
            .filter(({ slug }) => !instances.some(({ agent }) => agent.slug === slug))
            .map(({ slug, name, createdAt }) => (
              <Line key={slug} href={paths.agent(tenant, slug)} at={createdAt} isNew>
                {name}
              </Line>
            ))}
          {instances.map(({ id, label, agent, human, createdAt }) => (
            <Line key={id} href={paths.instance(tenant, agent.slug, id)} at={createdAt} isNew={fresh.has(agent.slug)}>
              {label}
              <span className="text-fg-muted">
                {" "}
                · {agent.name} for {human.name ?? human.key}
              </span>
            </Line>
          ))}
          {isMore && <li className="px-(--card-x) py-(--entry-y) text-fg-muted">and more</li>}
        </ul>
      )}
    </Card>
  );
}

function Line({
  href,
  at,
  isNew,
  children,
}: {
  href: string;
  at: string;
  /** Its agent was never seen here before. */
  isNew: boolean;
  children: React.ReactNode;
}) {
  return (
    <li>
      <Link
        href={href}
        className="grid grid-cols-[minmax(0,1fr)_auto] items-baseline gap-x-3 px-(--card-x) py-(--entry-y) outline-offset-[-2px] hover:bg-hover"
      >
        <span className="[overflow-wrap:anywhere]">
          {children} {isNew && <Badge tone="info">New agent</Badge>}
        </span>
        <Time value={at} className="whitespace-nowrap text-fg-subtle text-xs" />
      </Link>
    </li>
  );
}
