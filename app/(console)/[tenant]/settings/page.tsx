import { Card } from "@/components/ui/card";
import { KeyValue } from "@/components/ui/key-value";
import { KeyValues } from "@/components/ui/key-values";
import { page } from "@/lib/console/page";
import { requireMember } from "@/lib/console/require-member";
import { absolute } from "@/lib/kernel/env";
import { notFound } from "@/lib/kernel/errors";
import { paths } from "@/lib/kernel/paths";
import { findTenant } from "@/lib/registry/tenants/find-tenant";
import type { ConsoleProps } from "../_parts/console-props";
import { SettingsTabs } from "./_parts/settings-tabs";

export const metadata = { title: "Settings" };

export default page(async ({ params }: ConsoleProps) => {
  const { tenant } = await params;
  const ctx = await requireMember(tenant, "tenant:read", paths.tenantSettings(tenant));
  const found = await findTenant(tenant);
  if (!found) throw notFound(`The environment "${tenant}"`);
  return (
    <>
      <SettingsTabs ctx={ctx} tab="general" />
      <div className="grid max-w-3xl gap-4 pt-4">
        <Card title="Environment" description="Names are given when an environment is made.">
          <KeyValues>
            <KeyValue name="Organization">{found.organization.name}</KeyValue>
            <KeyValue name="Environment">{found.name}</KeyValue>
            <KeyValue name="Address" mono copy={found.slug}>
              {found.slug}
            </KeyValue>
          </KeyValues>
        </Card>
        <Card title="Addresses" description="Where programs reach this environment.">
          <KeyValues>
            <KeyValue name="MCP endpoint" mono>
              {absolute(paths.mcp(tenant, "{server}").replace("%7Bserver%7D", "{server}"))}
            </KeyValue>
            <KeyValue name="HTTP API" mono copy={absolute(paths.api(tenant, ""))}>
              {absolute(paths.api(tenant, ""))}
            </KeyValue>
            <KeyValue name="API description" mono copy={absolute(paths.openApi())}>
              {absolute(paths.openApi())}
            </KeyValue>
          </KeyValues>
        </Card>
      </div>
    </>
  );
});
