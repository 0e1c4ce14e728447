import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import type { ClientWords } from "@/lib/oauth/authorize/client-words";

/** Who asks, who vouches for that, and where the answer goes. */
export function ClientCard({ client, where }: { client: ClientWords; where: string }) {
  const { name, clientId, vouched, redirect } = client;
  return (
    <Card title="Who asks">
      <dl className="grid gap-x-4 sm:gap-y-2 sm:grid-cols-[max-content_minmax(0,1fr)]">
        <Row label="Agent">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-medium [overflow-wrap:anywhere]">{name}</span>
            <Vouched vouched={vouched} />
          </span>
        </Row>
        <Row label="Client id">
          <span className="font-mono text-xs [overflow-wrap:anywhere]">{clientId}</span>
        </Row>
        <Row label="Answer goes to">
          <span className="font-mono text-xs [overflow-wrap:anywhere]">{redirect.host}</span>
          {redirect.kind === "app" && <span className="text-fg-muted"> (an app on this computer)</span>}
        </Row>
        <Row label="Environment">{where}</Row>
      </dl>
      {(redirect.kind !== "web" || vouched.by === "none") && (
        <Notice tone="warning" className="mt-3" title="Only continue if you started this yourself">
          {vouched.by === "none" && `It registered itself under the name ${name}; nobody has checked that. `}
          {redirect.kind === "loopback" && "The answer goes to a program on this computer, and any program can ask so."}
          {redirect.kind === "app" && "The answer goes to an app on this computer."}
        </Notice>
      )}
    </Card>
  );
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-fg-muted">{label}</dt>
      <dd className="min-w-0 max-sm:pb-2">{children}</dd>
    </div>
  );
}

function Vouched({ vouched }: { vouched: ClientWords["vouched"] }) {
  switch (vouched.by) {
    case "document":
      return (
        <Badge tone="success" icon="circle-check" title="Its owner publishes who it is there.">
          Verified: {vouched.host}
        </Badge>
      );
    case "admin":
      return (
        <Badge tone="info" icon="check">
          Registered by an admin
        </Badge>
      );
    case "none":
      return (
        <Badge tone="error" icon="warning">
          Self-registered, unverified
        </Badge>
      );
  }
}
