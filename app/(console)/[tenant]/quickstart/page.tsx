import { SetupView } from "@/components/quickstart/setup-view";
import { toSetup, toSetups } from "@/components/quickstart/setups";
import { PageHeader } from "@/components/shell/page-header";
import { ButtonLink } from "@/components/ui/button-link";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { EmptyState } from "@/components/ui/empty-state";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { TextLink } from "@/components/ui/text-link";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { absolute } from "@/lib/kernel/env";
import { paths } from "@/lib/kernel/paths";
import { hasScope } from "@/lib/kernel/scope";
import { listServers } from "@/lib/registry/servers/list-servers";
import { type ConsoleProps, oneOf } from "../_parts/console-props";

export const metadata = { title: "Quickstart" };

/** Stands for all servers in the address of the page; no server has this key. */
const all = "*";

export default page(async ({ params, searchParams }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "servers:read", paths.quickstart(tenant));
  const query = await searchParams;
  const { items } = await listServers(ctx, { limit: 100 });
  const named = oneOf(query, "server");
  const server = items.find(({ key }) => key === named) ?? items.find(({ enabled }) => enabled) ?? items[0];
  const header = (
    <PageHeader
      title="Quickstart"
      description="Connect a client to a server of this environment. It needs nothing but the address; the rest it finds out by itself and asks its human."
      actions={
        <ButtonLink href={paths.doctor(tenant)} icon="activity">
          Connection doctor
        </ButtonLink>
      }
    />
  );
  if (!server)
    return (
      <>
        {header}
        <Card flush>
          <EmptyState
            icon="server"
            title="There is no server to connect to yet"
            actions={
              hasScope(ctx.scopes, "servers:write") && (
                <ButtonLink href={paths.newServer(tenant)} variant="primary" icon="plus">
                  Import a server
                </ButtonLink>
              )
            }
          >
            Each imported server has an address of its own, which clients are given.
          </EmptyState>
        </Card>
      </>
    );
  const isAll = named === all && items.length > 1;
  const target = isAll
    ? { name: tenant, url: absolute(paths.mcp(tenant)) }
    : { name: server.key, url: absolute(paths.mcp(tenant, server.key)) };
  const setup = toSetup(oneOf(query, "client"), target);
  const here = (of: { server?: string; client?: string }) =>
    `?${new URLSearchParams({ server: isAll ? all : server.key, client: setup.client, ...of })}`;
  return (
    <>
      {header}
      <div className="grid max-w-4xl grid-cols-1 gap-4">
        <Card
          title="Server"
          description={
            isAll
              ? "Every server that the human gives, behind one connection; tools are named after their server."
              : "Each server is connected by itself, or all of them at once."
          }
        >
          <div className="grid gap-3">
            {items.length > 1 && (
              <SegmentedLinks
                label="Server"
                links={[
                  ...items.map(({ key, name }) => ({
                    href: here({ server: key }),
                    label: name,
                    current: !isAll && key === server.key,
                  })),
                  { href: here({ server: all }), label: "All servers", current: isAll },
                ]}
              />
            )}
            <p className="flex min-w-0 items-center gap-1">
              <code className="min-w-0 font-mono [overflow-wrap:anywhere]">{target.url}</code>
              <CopyButton text={target.url} what={isAll ? "address of all servers" : `address of ${server.name}`} />
            </p>
            {!isAll && !server.enabled && (
              <p className="text-fg-muted">
                This server is switched off: clients can sign in, and no call goes through.
              </p>
            )}
          </div>
        </Card>
        <SegmentedLinks
          label="Client"
          links={toSetups(target).map(({ client, title }) => ({
            href: here({ client }),
            label: title,
            current: client === setup.client,
          }))}
        />
        <SetupView setup={setup} />
        <Card title="When it does not work">
          <p className="text-fg-muted">
            Every step that a client makes appears in the{" "}
            <TextLink href={paths.doctor(tenant)} tone="accent">
              connection doctor
            </TextLink>{" "}
            a moment later, with the step where it stopped and what to do. Whoever signs in has to be a{" "}
            <TextLink href={paths.humans(tenant)}>human</TextLink> of this environment with a ceiling on the server.
            What happens in which order is told in{" "}
            <TextLink href={paths.docsConnect()} prefetch={false}>
              Connecting agents
            </TextLink>
            .
          </p>
        </Card>
      </div>
    </>
  );
});
