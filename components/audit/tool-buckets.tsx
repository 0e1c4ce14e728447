import { bucketLooks, buckets as kinds } from "@/components/access/bucket-looks";
import { toneText } from "@/components/ui/badge";
import { cx } from "@/components/ui/cx";
import { Icon } from "@/components/ui/icon";
import type { Buckets } from "@/lib/policy/buckets";

const shownAtOnce = 8;

function Names({ names }: { names: readonly string[] }) {
  return (
    <ul>
      {names.map((name) => {
        const slash = name.indexOf("/");
        return (
          <li key={name} className="truncate py-0.5 font-mono text-xs" title={name}>
            {slash >= 0 && <span className="text-fg-subtle">{name.slice(0, slash + 1)}</span>}
            {name.slice(slash + 1)}
          </li>
        );
      })}
    </ul>
  );
}

/** What may be used without having asked for anything yet: three lists, none of them silently cut. */
export function ToolBuckets({ buckets }: { buckets: Buckets }) {
  return (
    <div className="@container">
      <div className="grid @xl:grid-cols-3 divide-line @max-xl:divide-y @xl:divide-x overflow-hidden rounded-md border border-line bg-surface">
        {kinds.map((key) => {
          const { word: title, means, icon, tone } = bucketLooks[key];
          const names = buckets[key];
          return (
            <section key={key} aria-label={`${title} tools`} className="min-w-0 p-3">
              <p className="flex items-baseline justify-between gap-2">
                <span className={cx("flex items-center gap-1.5 font-medium", toneText[tone])}>
                  <Icon name={icon} size={14} className="self-center" />
                  {title}
                </span>
                <span className="text-fg-muted tabular-nums">{names.length}</span>
              </p>
              <p className="mb-1.5 text-fg-subtle text-xs">{means}</p>
              {names.length === 0 ? (
                <p className="text-fg-subtle text-xs">No tools</p>
              ) : (
                <>
                  <Names names={names.slice(0, shownAtOnce)} />
                  {names.length > shownAtOnce && (
                    <details className="group/more">
                      <summary className="rounded-xs py-0.5 text-accent text-xs hover:underline group-open/more:hidden">
                        {names.length - shownAtOnce} more
                      </summary>
                      <Names names={names.slice(shownAtOnce)} />
                    </details>
                  )}
                </>
              )}
            </section>
          );
        })}
      </div>
    </div>
  );
}
