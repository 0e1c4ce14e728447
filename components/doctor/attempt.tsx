import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { AttemptView } from "@/lib/oauth/onboarding/list-onboarding";
import { AttemptState } from "./attempt-state";
import { Finding } from "./finding";
import { Stepper } from "./stepper";

/** One attempt as a row that opens: its steps beside what to do about it. */
export function Attempt({ tenant, attempt, open }: { tenant: string; attempt: AttemptView; open: boolean }) {
  const { id, clientId, client, server, ip, userAgent, startedAt, updatedAt, diagnosis } = attempt;
  return (
    <li className="border-line border-t first:border-t-0">
      <details id={id} open={open} className="group/attempt">
        <summary className="grid grid-cols-[1rem_minmax(0,1fr)] items-center gap-x-3 gap-y-1 px-(--card-x) py-(--entry-y) outline-offset-[-2px] hover:bg-hover md:grid-cols-[1rem_minmax(0,1fr)_minmax(0,16rem)_6rem]">
          <Icon
            name="chevron-right"
            size={14}
            className="text-fg-subtle transition-transform group-open/attempt:rotate-90"
          />
          <span className="min-w-0">
            <span className="block truncate font-medium">{client ?? "A client without a name"}</span>
            <span className="block truncate text-fg-muted text-xs">
              {server === null ? "any server" : server}
              {userAgent !== null && ` · ${userAgent}`}
            </span>
          </span>
          <span className="col-start-2 min-w-0 md:col-start-auto">
            <AttemptState diagnosis={diagnosis} />
          </span>
          <span className="col-start-2 text-fg-muted text-xs md:col-start-auto md:text-right">
            <Time value={updatedAt} />
          </span>
        </summary>
        <div className="grid gap-5 px-(--card-x) pt-1 pb-5 md:pl-11 lg:grid-cols-2">
          <Stepper attempt={attempt} />
          <div className="grid content-start gap-4">
            <Finding tenant={tenant} diagnosis={diagnosis} />
            <dl className="grid grid-cols-[6rem_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs">
              {[
                ["client_id", clientId],
                ["Address", ip],
                ["User agent", userAgent],
                ["Started", startedAt],
              ].map(([name, value]) => (
                <div key={name} className="contents">
                  <dt className="text-fg-muted">{name}</dt>
                  <dd className="min-w-0 font-mono [overflow-wrap:anywhere]">
                    {name === "Started" ? <Time value={startedAt} format="full" /> : (value ?? "not known")}
                  </dd>
                </div>
              ))}
            </dl>
          </div>
        </div>
      </details>
    </li>
  );
}
