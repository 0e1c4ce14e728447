import { Badge } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import { TextLink } from "@/components/ui/text-link";
import type { ChangeView, WayOutView } from "@/lib/registry/decisions/way-out-view";

const who: Record<ChangeView["by"], { word: string; icon: IconName }> = {
  admin: { word: "An admin", icon: "members" },
  human: { word: "The human", icon: "human" },
  caller: { word: "The caller", icon: "agent" },
};

function Change({ change: { text, where, by } }: { change: ChangeView }) {
  const { word, icon } = who[by];
  return (
    <span className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5">
      <Badge icon={icon} title={`${word} can do this`}>
        {word}
      </Badge>
      <span className="min-w-0 flex-1 basis-60 [overflow-wrap:anywhere]">
        {where === null ? text : <TextLink href={where}>{text}</TextLink>}
      </span>
    </span>
  );
}

/** The smallest changes that would have allowed a call. Each line is enough by itself; each says who can do it. */
export function WaysOut({ ways }: { ways: readonly WayOutView[] }) {
  if (ways.length === 0)
    return (
      <p className="text-fg-muted">
        No small change is enough: up to three things were changed together, and the answer stayed the same.
      </p>
    );
  return (
    <div>
      {ways.length > 1 && <p className="pb-1.5 text-fg-muted text-xs">Any one of these is enough.</p>}
      <ul className="divide-y divide-line rounded-md border border-line bg-surface">
        {ways.map(({ changes }) => (
          <li key={changes.map(({ text }) => text).join()} className="px-3 py-2">
            {changes.length === 1 ? (
              changes.map((change) => <Change key={change.text} change={change} />)
            ) : (
              <>
                <p className="pb-1 text-fg-muted text-xs">All {changes.length} together:</p>
                <ul className="grid gap-1.5">
                  {changes.map((change) => (
                    <li key={change.text}>
                      <Change change={change} />
                    </li>
                  ))}
                </ul>
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
