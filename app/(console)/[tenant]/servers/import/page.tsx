import { PageHeader } from "@/components/shell/page-header";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { paths } from "@/lib/kernel/paths";
import { listServers } from "@/lib/registry/servers/list-servers";
import type { ConsoleProps } from "../../_parts/console-props";
import { connectTo } from "../_parts/server-paths";
import { ImportSteps } from "./_parts/import-steps";
import { KnownServerList } from "./_parts/known-server-list";

export const metadata = { title: "Import a server" };

/** Step 1: which server. */
export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "servers:write", paths.newServer(tenant));
  const { items } = await listServers(ctx, { limit: 200 });
  return (
    <div className="mx-auto grid max-w-4xl gap-4">
      <PageHeader
        crumbs={[{ label: "Servers", href: paths.servers(tenant) }]}
        title="Import a server"
        description="Countersign connects to it, reads its tools, and suggests a level for each. Nobody may use it before a ceiling is granted."
      />
      <ImportSteps current={0} />
      <Card title="By its URL" description="Any MCP server that speaks streamable HTTP, in either protocol era.">
        <form action={connectTo(tenant)} className="flex flex-wrap items-end gap-2">
          <Field label="URL" className="min-w-0 flex-1 basis-72">
            {(control) => (
              <Input name="url" type="url" mono required placeholder="https://example.com/mcp" {...control} />
            )}
          </Field>
          <Button type="submit" variant="primary">
            Continue
          </Button>
        </form>
      </Card>
      <section aria-labelledby="known" className="grid gap-3">
        <h2 id="known" className="font-semibold text-base">
          Known servers
        </h2>
        <KnownServerList tenant={tenant} imported={new Set(items.map(({ url }) => url))} />
        <p className="text-fg-muted text-xs">
          Addresses as their vendors publish them. Importing asks the server itself, and nothing of it is trusted before
          you have seen its tools.
        </p>
      </section>
    </div>
  );
});
