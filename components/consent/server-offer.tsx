import { LevelBadge } from "@/components/audit/level-badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Icon } from "@/components/ui/icon";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/kernel/paths";
import type { Offer } from "@/lib/oauth/authorize/load-offers";
import { LevelChoice } from "./level-choice";
import type { Choice } from "./levels-offered";
import { ToolRow } from "./tool-row";

/** Lists longer than this begin folded. */
const openMax = 30;

/** One server: how much of it, and what that means for each of its tools. */
export function ServerOffer({
  tenant,
  offer,
  chosen,
  here,
}: {
  tenant: string;
  offer: Offer;
  chosen: Choice;
  /** The path of this page, to come back to. */
  here: string;
}) {
  const { name, key, ceiling, tools } = offer;
  const changed = tools.some(({ since }) => since !== null);
  return (
    <section id={`server-${key}`} className="group/offer min-w-0 rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-(--card-x) pt-3">
        <div className="min-w-0">
          <h3 className="font-semibold text-base">{name}</h3>
          {offer.description !== "" && <p className="line-clamp-2 text-fg-muted">{offer.description}</p>}
        </div>
        <p className="flex items-center gap-1.5 text-fg-muted text-xs">
          At most <LevelBadge level={ceiling} />
        </p>
      </header>
      <div className="grid gap-3 px-(--card-x) py-(--card-y)">
        {!offer.enabled && (
          <Notice tone="warning">An admin has disabled this server. Nothing on it can be used.</Notice>
        )}
        <LevelChoice offer={offer} chosen={chosen} />
        <ConnectionState tenant={tenant} offer={offer} here={here} />
      </div>
      {tools.length === 0 ? (
        <p className="border-line border-t px-(--card-x) py-(--card-y) text-fg-muted">
          This server offers no tools yet.
        </p>
      ) : (
        <details className="group/tools border-line border-t" open={tools.length <= openMax || changed}>
          <summary className="flex cursor-pointer items-center gap-2 px-(--card-x) py-(--entry-y) font-medium text-fg-muted hover:text-fg">
            <Icon name="chevron-right" size={14} className="transition-transform group-open/tools:rotate-90" />
            {tools.length === 1 ? "1 tool" : `${tools.length} tools`}
          </summary>
          <ul className="divide-y divide-line border-line border-t">
            {tools.map((tool) => (
              <ToolRow key={tool.name} offer={offer} tool={tool} />
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

function ConnectionState({ tenant, offer, here }: { tenant: string; offer: Offer; here: string }) {
  switch (offer.connection) {
    case "none_needed":
      return null;
    case "connected":
      return (
        <p className="flex items-center gap-1.5 text-success text-xs">
          <Icon name="circle-check" size={14} /> Your {offer.name} account is connected.
        </p>
      );
    case "needs_connecting":
    case "needs_reauth":
      return (
        <Notice
          tone="warning"
          actions={
            <ButtonLink href={paths.connect(tenant, offer.key, here)} size="sm" prefetch={false}>
              {offer.connection === "needs_reauth" ? "Connect again" : "Connect"}
              <span className="sr-only"> {offer.name}</span>
            </ButtonLink>
          }
        >
          {offer.connection === "needs_reauth"
            ? `Your connection to ${offer.name} has ended. Until you connect again, calls will fail.`
            : `Calls use your own ${offer.name} account. Connect it now, or later: then the first call gives you a link.`}
        </Notice>
      );
  }
}
