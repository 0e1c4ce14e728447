import { BucketBadge } from "@/components/access/bucket-badge";
import { buckets } from "@/components/access/bucket-looks";
import { LevelBadge } from "@/components/audit/level-badge";
import { toReasonLabel } from "@/components/audit/reason-label";
import { Badge } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import type { Offer, OfferedTool } from "@/lib/oauth/authorize/load-offers";
import { choicesOf } from "./levels-offered";

/*
 * The badge follows the chosen level by style alone (`:has`), so that it is live before any script and without one. Each line
 * holds the badges that it may need; the one that holds is shown.
 */
const shownAt = {
  none: "group-has-[input[value=none]:checked]/offer:block",
  low: "group-has-[input[value=low]:checked]/offer:block",
  medium: "group-has-[input[value=medium]:checked]/offer:block",
  high: "group-has-[input[value=high]:checked]/offer:block",
} as const;
const shownUnticked = "group-has-[input[type=checkbox]:not(:checked)]/tool:block!";
const hiddenUnticked = "group-has-[input[type=checkbox]:not(:checked)]/tool:hidden!";

/** One tool: what it is, what the chosen level makes of it, and a tick to take away. */
export function ToolRow({ offer, tool }: { offer: Offer; tool: OfferedTool }) {
  const field = `tool:${offer.key}`;
  const title = tool.title ?? tool.name;
  const head = (
    <span className="min-w-0 flex-1">
      <span className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="font-medium [overflow-wrap:anywhere]">{title}</span>
        {title !== tool.name && (
          <span className="font-mono text-fg-muted text-xs [overflow-wrap:anywhere]">{tool.name}</span>
        )}
        <LevelBadge level={tool.level} quiet title={`Needs the level ${tool.level}`} />
        {tool.since === "changed" && (
          <Badge tone="error" icon="warning">
            Changed since you last agreed
          </Badge>
        )}
        {tool.since === "new" && <Badge tone="info">New since you last agreed</Badge>}
      </span>
      {tool.description !== "" && (
        <span className="line-clamp-2 text-fg-muted text-xs [overflow-wrap:anywhere]">{tool.description}</span>
      )}
      {tool.denied !== null && (
        <span className="block text-fg-muted text-xs">
          {tool.denied === "TRUST_TOO_LOW" ? "Above your ceiling" : toReasonLabel({ code: tool.denied, text: "" })}
        </span>
      )}
    </span>
  );
  return (
    <li className="group/tool flex items-start gap-3 px-(--card-x) py-(--entry-y)">
      {tool.denied === null ? (
        <label className="flex min-w-0 flex-1 items-start gap-2.5">
          <input
            type="checkbox"
            name={field}
            value={tool.name}
            defaultChecked={offer.last?.excludedTools.includes(tool.name) !== true}
            aria-label={`Let it use ${title}`}
            className="mt-0.5 size-4 shrink-0 accent-accent-solid"
          />
          {head}
        </label>
      ) : (
        <span className="flex min-w-0 flex-1 items-start ps-6.5">
          {/* Nothing to take away. It counts as ticked: what is not ticked is left out for good. */}
          <input type="hidden" name={field} value={tool.name} />
          {head}
        </span>
      )}
      <span className="w-26 shrink-0 pt-px text-end">
        {buckets.map((bucket) => {
          const at = choicesOf(offer).filter((choice) =>
            choice === "none" ? bucket === "denied" : tool.buckets[choice] === bucket,
          );
          if (at.length === 0) return null;
          return (
            <span
              key={bucket}
              className={cx(
                "hidden",
                ...at.map((choice) => shownAt[choice]),
                bucket === "denied" ? shownUnticked : hiddenUnticked,
              )}
            >
              <BucketBadge bucket={bucket} />
            </span>
          );
        })}
      </span>
    </li>
  );
}
