import Form from "next/form";
import { Button } from "@/components/ui/button";
import { SegmentedLinks } from "@/components/ui/segmented-links";
import { Select } from "@/components/ui/select";
import { paths } from "@/lib/kernel/paths";
import { type ConnectionStatus, connectionStatuses } from "@/lib/registry/connections/connection-view";

const words = {
  connected: "Connected",
  needs_reauth: "Need their human",
  revoked: "Disconnected",
} as const satisfies Record<ConnectionStatus, string>;

/** Which connections are shown; the address says it. */
export function ConnectionFilter({
  tenant,
  status,
  server,
  servers,
}: {
  tenant: string;
  status: ConnectionStatus | undefined;
  server: string | undefined;
  servers: readonly { key: string; name: string }[];
}) {
  const hrefOf = (one: ConnectionStatus | undefined): string => {
    const query = new URLSearchParams({
      ...(one === undefined ? {} : { status: one }),
      ...(server === undefined ? {} : { server }),
    }).toString();
    return `${paths.connections(tenant)}${query === "" ? "" : `?${query}`}`;
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <SegmentedLinks
        label="Status"
        links={[
          { href: hrefOf(undefined), label: "All", current: status === undefined },
          ...connectionStatuses.map((one) => ({ href: hrefOf(one), label: words[one], current: status === one })),
        ]}
      />
      {servers.length > 0 && (
        <Form action={paths.connections(tenant)} role="search" aria-label="Filter" className="flex min-w-0 gap-2">
          {status !== undefined && <input type="hidden" name="status" value={status} />}
          <Select
            // The field follows the URL, also when a link has changed it.
            key={server}
            name="server"
            aria-label="Server"
            defaultValue={server ?? ""}
            placeholder="All servers"
            options={servers.map(({ key, name }) => ({ value: key, label: name }))}
            className="w-44"
          />
          <Button type="submit" icon="filter">
            Filter
          </Button>
        </Form>
      )}
    </div>
  );
}
