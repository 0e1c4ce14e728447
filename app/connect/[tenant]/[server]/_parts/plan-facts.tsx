import { Badge } from "@/components/ui/badge";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { Notice } from "@/components/ui/notice";
import type { ConnectionPlan } from "@/lib/connections/plan-connection";

/** Where the human will sign in, and what they will be asked for. */
export function PlanFacts({ plan: { server, leadsTo, account } }: { plan: ConnectionPlan }) {
  return (
    <>
      {"failed" in leadsTo && (
        <Notice tone="danger" title="The server cannot be connected right now">
          {leadsTo.failed}
        </Notice>
      )}
      <KeyValues>
        <KeyValue name="Server" mono>
          {server.host}
        </KeyValue>
        {account !== null && <KeyValue name="Account">{account}</KeyValue>}
        {"host" in leadsTo && (
          <>
            <KeyValue name="You sign in at" mono>
              {leadsTo.host}
            </KeyValue>
            <KeyValue name="Asked for">
              {leadsTo.scopes.length === 0 ? (
                "What the server gives by itself"
              ) : (
                <span className="flex flex-wrap gap-1">
                  {leadsTo.scopes.map((scope) => (
                    <Badge key={scope} mono>
                      {scope}
                    </Badge>
                  ))}
                </span>
              )}
            </KeyValue>
          </>
        )}
      </KeyValues>
      <ul className="grid list-disc gap-1 pl-4 text-fg-muted">
        <li>You sign in there and say yes or no. Your password stays there.</li>
        <li>The access is kept sealed and used only for agents that act for you.</li>
        <li>Every call is decided by your organization&rsquo;s policies first, and written down.</li>
        <li>You can disconnect at any time.</li>
      </ul>
    </>
  );
}
