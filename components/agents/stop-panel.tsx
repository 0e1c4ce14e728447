import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { RefreshWhile } from "@/components/ui/refresh-while";
import { TextLink } from "@/components/ui/text-link";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { Moment, Stop } from "@/lib/registry/instances/measure-stop";

const did: Record<Stop["how"], string> = {
  suspended: "Suspended",
  disconnected: "Disconnected",
  disabled: "Switched off",
};

/** What a stop that is in force has done, as the log has it. Follows along until the first call has been refused. */
export function StopPanel({ tenant, stop }: { tenant: string; stop: Stop }) {
  const { how, change, lastAllowed, firstRefused, streamsClosed } = stop;
  return (
    <Card
      title={`${did[how]}: what it did`}
      description="Read from the log. It acts on the next request in every process. A call that had begun before runs to its end, and its end is recorded."
    >
      <KeyValues>
        <KeyValue name={did[how]}>
          <At tenant={tenant} moment={change} /> <span className="text-fg-muted">by {change.by}</span>
        </KeyValue>
        <KeyValue name="Last call allowed">
          {lastAllowed === null ? (
            "None is on record"
          ) : (
            <>
              <At tenant={tenant} moment={lastAllowed} /> <Apart from={change} to={lastAllowed} />
            </>
          )}
        </KeyValue>
        <KeyValue name="First refused">
          {firstRefused === null ? (
            "Nobody has asked since"
          ) : (
            <>
              <At tenant={tenant} moment={firstRefused} /> <Apart from={change} to={firstRefused} />
            </>
          )}
        </KeyValue>
        <KeyValue name="Streams ended">
          {streamsClosed === null ? (
            "None was open"
          ) : (
            <>
              {streamsClosed.count}, the last at <At tenant={tenant} moment={streamsClosed.last} />{" "}
              <Apart from={change} to={streamsClosed.last} />
            </>
          )}
        </KeyValue>
      </KeyValues>
      {firstRefused === null && <RefreshWhile />}
    </Card>
  );
}

function At({ tenant, moment: { at, event } }: { tenant: string; moment: Moment }) {
  return (
    <TextLink href={paths.event(tenant, event)}>
      <Time value={at} format="precise" />
    </TextLink>
  );
}

function Apart({ from, to }: { from: Moment; to: Moment }) {
  const ms = Date.parse(to.at) - Date.parse(from.at);
  return (
    <span className="text-fg-muted text-xs">
      ({toWords(Math.abs(ms))} {ms < 0 ? "before" : "after"})
    </span>
  );
}

/** A length of time as it is read at a glance. */
function toWords(ms: number): string {
  if (ms < 1_000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 3_600_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 86_400_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}
