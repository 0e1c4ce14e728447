import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import type { IconName } from "@/components/ui/icon";
import { Icon } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import { paths } from "@/lib/kernel/paths";
import type { Waiting } from "./load-waiting";
import { RefuseRequest } from "./refuse-request";

type Entry = {
  key: string;
  /** How it is, in a word; the colour only repeats it. */
  word: string;
  tone: Tone;
  icon: IconName;
  says: ReactNode;
  href: string;
  /** What one goes there for. */
  cta: string;
  /** What can be done about it here. */
  act?: ReactNode;
};

/** What waits for somebody, the most pressing first. Where nothing does, it says so. */
export function Attention({ tenant, waiting }: { tenant: string; waiting: Waiting }) {
  const entries = toEntries(tenant, waiting);
  return (
    <Card flush={entries.length > 0} title="Needs attention">
      {entries.length === 0 ? (
        <p className="flex items-center gap-2 text-fg-muted">
          <Icon name="circle-check" className="text-success" />
          Nothing waits for anybody.
        </p>
      ) : (
        <ul className="divide-y divide-line">
          {entries.map(({ key, word, tone, icon, says, href, cta, act }) => (
            <li
              key={key}
              className="grid items-center gap-x-4 gap-y-1.5 px-(--card-x) py-(--entry-y) sm:grid-cols-[8.5rem_minmax(0,1fr)_auto]"
            >
              <span>
                <Badge tone={tone} icon={icon}>
                  {word}
                </Badge>
              </span>
              <span className="min-w-0 [overflow-wrap:anywhere]">{says}</span>
              <span className="flex flex-wrap gap-2 sm:justify-end">
                {act}
                <ButtonLink href={href} size="sm">
                  {cta}
                </ButtonLink>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const counted = (n: number, one: string, many: string, isMore = false): string =>
  n === 1 && !isMore ? `One ${one}` : `${n.toLocaleString("en")}${isMore ? "+" : ""} ${many}`;

function toEntries(tenant: string, { log, servers, tools, connections, requests, mayRefuse }: Waiting): Entry[] {
  const failing = servers.filter(({ state }) => state === "failing");
  const degraded = servers.filter(({ state }) => state === "degraded");
  const ofServer = ({ key, name, state, reason }: Waiting["servers"][number]): Entry => ({
    key: `server ${key}`,
    ...(state === "failing"
      ? { word: "Failing", tone: "denied", icon: "circle-x" }
      : { word: "Degraded", tone: "error", icon: "warning" }),
    says: (
      <>
        <span className="font-medium">{name}</span>: <span className="text-fg-muted">{reason}</span>
      </>
    ),
    href: paths.server(tenant, key),
    cta: "Look at the server",
  });
  return [
    ...log.checks
      .filter(({ state }) => state !== "fine")
      .map(
        ({ id, title, says, state }): Entry => ({
          key: `log ${id}`,
          ...(state === "attention"
            ? { word: "The log", tone: "denied", icon: "alert" }
            : { word: "The log", tone: "error", icon: "clock" }),
          says: (
            <>
              <span className="font-medium">{title}</span>: <span className="text-fg-muted">{says}</span>
            </>
          ),
          href: paths.logHealth(tenant),
          cta: "Health of the log",
        }),
      ),
    ...failing.map(ofServer),
    ...tools.items
      .filter(({ quarantined }) => quarantined > 0)
      .map(
        ({ server, serverName, quarantined }): Entry => ({
          key: `closed ${server}`,
          ...{ word: "Quarantined", tone: "denied", icon: "lock" },
          says: (
            <>
              {counted(quarantined, "tool", "tools", tools.isMore)} of <span className="font-medium">{serverName}</span>{" "}
              changed, and {quarantined === 1 ? "is" : "are"} closed until somebody accepts the new definition.
            </>
          ),
          href: paths.tools(tenant, server),
          cta: "Compare",
        }),
      ),
    ...(connections.items.length === 0
      ? []
      : [
          {
            key: "connections",
            ...{ word: "Disconnected", tone: "error", icon: "unplug" },
            says: (
              <>
                {counted(connections.items.length, "connection needs", "connections need", connections.isMore)} to be
                authorized again by {connections.items.length === 1 ? "its human" : "their humans"}:{" "}
                <span className="text-fg-muted">
                  {connections.items
                    .slice(0, 3)
                    .map(({ human, humanName, serverName }) => `${humanName ?? human} at ${serverName}`)
                    .join(", ")}
                  {(connections.isMore || connections.items.length > 3) && " …"}
                </span>
              </>
            ),
            href: `${paths.connections(tenant)}?status=needs_reauth`,
            cta: "Show them",
          } satisfies Entry,
        ]),
    ...requests.items.slice(0, 5).map(
      ({ event, at, human, server, agent, why }): Entry => ({
        key: event,
        ...{ word: "Request", tone: "info", icon: "consent" },
        says: (
          <>
            <span className="font-medium">{human.name ?? human.key}</span> asks for access
            {server !== null && (
              <>
                {" "}
                to <span className="font-medium">{server}</span>
              </>
            )}
            {agent !== null && ` for ${agent}`}, <Time value={at} />
            {why !== null && <span className="text-fg-muted">: “{why}”</span>}
          </>
        ),
        href: paths.human(tenant, human.key),
        cta: "Decide",
        act: mayRefuse && <RefuseRequest tenant={tenant} event={event} who={human.name ?? human.key} />,
      }),
    ),
    ...(requests.items.length <= 5
      ? []
      : [
          {
            key: "requests",
            ...{ word: "Request", tone: "info", icon: "consent" },
            says: `${requests.items.length - 5}${requests.isMore ? "+" : ""} further requests for access.`,
            href: paths.audit(tenant, "type=access.requested&range=30d"),
            cta: "Show them",
          } satisfies Entry,
        ]),
    ...tools.items
      .filter(({ review }) => review > 0)
      .map(
        ({ server, serverName, review }): Entry => ({
          key: `review ${server}`,
          ...{ word: "To review", tone: "medium", icon: "eye" },
          says: (
            <>
              {counted(review, "tool", "tools", tools.isMore)} of <span className="font-medium">{serverName}</span>{" "}
              {review === 1 ? "has a level" : "have levels"} that nobody has looked at.
            </>
          ),
          href: paths.tools(tenant, server),
          cta: "Review",
        }),
      ),
    ...degraded.map(ofServer),
  ];
}
